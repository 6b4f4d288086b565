import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProcessOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Is in its output when it is ready. */
  readonly ready: string;
}

/** Milliseconds to get ready in, on a machine that is busy. */
const patience = 180_000;

/** A process of the product that is killed, and started again as it was. */
export class KilledProcess {
  readonly name: string;
  readonly #options: ProcessOptions;
  #child: ChildProcess | null = null;
  #text = '';
  #killed = false;
  /** What it said when it ended without having been killed. */
  readonly ends: string[] = [];

  constructor(options: ProcessOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The latest of its output. */
  get text(): string {
    return this.#text;
  }

  /** Resolves when it is ready, or false when it was killed before that. */
  async start(): Promise<boolean> {
    const { args, environment, ready } = this.#options;
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#text = '';
    this.#killed = false;
    const isReady = (): boolean => this.#text.includes(ready);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        this.#text = (this.#text + part).slice(-20_000);
      });
    }
    const end = performance.now() + patience;
    while (!isReady() && performance.now() < end) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (isReady()) return true;
    if (!this.#killed) this.ends.push(`${this.name} did not get ready:\n${this.#text.slice(-2_000)}`);
    await this.kill();
    return false;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#killed = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
}
