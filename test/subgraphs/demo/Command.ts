import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A command of the project as a person runs it: a process, what it prints, and how it ends. */
export class Command {
  readonly #child;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
  text = '';

  constructor(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        this.text += part;
      });
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, text: this.text }));
    });
  }

  /** Resolves with the line that begins so; throws what was printed when the command ends without it. */
  async line(start: string): Promise<string> {
    let running = true;
    void this.ended.finally(() => {
      running = false;
    });
    for (;;) {
      const found = this.text.split('\n').find((line) => line.startsWith(start));
      if (found !== undefined) return found;
      if (!running) throw new Error(`ended without a line \`${start}...\`:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}

export const run = (file: string, args: readonly string[], env?: Readonly<Record<string, string>>) =>
  new Command(file, args, env).ended;
