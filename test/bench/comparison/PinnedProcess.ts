import { spawn, type ChildProcess } from 'node:child_process';
import { pin } from './pin.ts';
import { readdirSync, readFileSync } from 'node:fs';

export interface PinnedOptions {
  /** For messages. */
  readonly name: string;
  /** The one core that all of its threads run on. */
  readonly cpu: number;
  /** What Node runs. */
  readonly file: string;
  readonly args: readonly string[];
  /** Of Node itself. */
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const lastWords = 20;
const exitWithParent = new URL('../../../subgraphs/demo/exitWithParent.ts', import.meta.url).href;

/** A Node process on one core, alike in all but what it runs. */
export class PinnedProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  #said: string[] = [];
  #hasEnded = false;

  private constructor(options: PinnedOptions) {
    this.name = options.name;
    const { flags = [], file, args } = options;
    const node = [process.execPath, ...flags, '--import', exitWithParent, file, ...args];
    this.#child = spawn('taskset', ['-c', String(options.cpu), ...node], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', ...options.environment },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.#said = [...this.#said, ...data.toString().trimEnd().split('\n')].slice(-lastWords);
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', (code, signal) => {
        this.#hasEnded = true;
        resolve(`ended with ${code ?? signal ?? 'an error'}: ${this.#said.join('\n')}`);
      });
    });
  }

  static start(options: PinnedOptions): PinnedProcess {
    return new PinnedProcess(options);
  }

  /** Rejects with what the process said last where it does not listen in time. */
  async untilListening(port: number, patience: number): Promise<void> {
    const limit = AbortSignal.timeout(patience);
    for (;;) {
      const ended = await Promise.race([this.#ended, accepts(port)]);
      if (typeof ended === 'string') throw new Error(`${this.name} ${ended}`);
      if (ended) return;
      if (limit.aborted)
        throw new Error(`${this.name} did not listen within ${patience / 1000} s: ${this.#said.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** One message and its answer, in turn. */
  async request<Answer>(message: object): Promise<Answer> {
    const answer = new Promise<Answer>((resolve) => {
      this.#child.once('message', (value) => resolve(value as Answer));
    });
    this.#child.send(message);
    const ended = this.#ended.then((reason) => {
      throw new Error(`${this.name} ${reason}`);
    });
    return Promise.race([answer, ended]);
  }

  /** Nanoseconds on a core, by thread. */
  cpuTimes(): ReadonlyMap<string, number> {
    const tasks = `/proc/${this.#pid}/task`;
    return new Map(
      readdirSync(tasks).flatMap((thread) => {
        const spent = readIfThere(`${tasks}/${thread}/schedstat`)?.split(' ')[0];
        return spent === undefined ? [] : [[thread, Number(spent)] as const];
      }),
    );
  }

  /** The most memory that it ever had at once, in MB. */
  peakMemory(): number {
    return this.#megabytes('VmHWM');
  }

  /** What it has at this moment: resident memory in MB, and open file descriptors. */
  held(): { readonly memory: number; readonly descriptors: number } {
    return { memory: this.#megabytes('VmRSS'), descriptors: readdirSync(`/proc/${this.#pid}/fd`).length };
  }

  moveTo(cpu: number): void {
    pin(this.#pid, cpu);
  }

  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.#child.kill('SIGTERM');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await this.#ended;
    clearTimeout(force);
  }

  #megabytes(line: 'VmHWM' | 'VmRSS'): number {
    const status = readIfThere(`/proc/${this.#pid}/status`) ?? '';
    return Number(new RegExp(`^${line}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  }

  get #pid(): number {
    return this.#child.pid ?? 0;
  }
}

/** What all threads of `after` spent since `before`, in microseconds. */
export const cpuBetween = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number =>
  [...after].reduce((sum, [thread, spent]) => sum + spent - (before.get(thread) ?? 0), 0) / 1000;

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function accepts(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => null,
  );
  await answer?.body?.cancel();
  return answer !== null;
}
