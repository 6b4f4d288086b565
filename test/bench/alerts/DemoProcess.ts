import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchRefused } from '../BenchRefused.ts';

/** What a person asks the demo's identity provider to say about them. */
export interface Person {
  readonly subject: string;
  readonly nation: string;
  readonly level: string;
  readonly roles: readonly string[];
  readonly aal: number;
}

/** An alliance of all members without records, as `npm start` runs it: its nations in one process, its gateway in another. */
export class DemoProcess {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.url = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#folder = folder;
    this.#child = child;
  }

  static async start(progress: (line: string) => void): Promise<DemoProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'bench-alerts-'));
    const port = await freePort();
    const child = spawn(
      process.execPath,
      ['subgraphs/demo/start.ts', '--nations', 'all', '--empty', '--data', join(folder, 'data')],
      { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    process.once('exit', () => child.kill('SIGTERM'));
    const demo = new DemoProcess(port, folder, child);
    let said = '';
    await new Promise<void>((resolve, reject) => {
      for (const output of [child.stdout, child.stderr])
        output.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes('ready ')) resolve();
          else progress(chunk.toString().trim().split('\n').at(-1) ?? '');
        });
      child.once('exit', () => reject(new BenchRefused(`the alliance ended:\n${said}`)));
    });
    return demo;
  }

  /** An access token, good for an hour. */
  async token(person: Person): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${this.#port + 1}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...person, categories: ['coi:AGENCY'], expiresIn: 3600 }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new BenchRefused(`no token for ${JSON.stringify(person)}`);
    return token;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A demo takes the ports that follow, too: far from those that systems hand out. */
async function freePort(): Promise<number> {
  for (let port = 21_000; port < 30_000; port += 500)
    if ((await isFree(port)) && (await isFree(port + 1)) && (await isFree(port + 110))) return port;
  throw new BenchRefused('no port is free between 21000 and 30000');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
