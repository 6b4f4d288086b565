import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { WorkerOrder, WorkerReply, WorkerTask } from './WorkerTask.ts';

export class WorkerProblems extends Error {
  override readonly name = 'WorkerProblems';
}

/** Milliseconds until a worker is killed that does not get ready, or does not end. */
const patience = { start: 120_000, leave: 30_000, stop: 8_000 };

/**
 * How Node runs a worker, so that it takes no more memory than it needs. All that it remembers has bounds well below the
 * limit, without which V8 lets garbage lie until there is much more; and each thread would have an arena of its own for
 * what is not V8's (glibc).
 */
export const workerNode = {
  flags: ['--max-old-space-size=384'],
  environment: { MALLOC_ARENA_MAX: '1' },
} as const;

/** A process that serves readers, from its start to its end. */
export class WorkerProcess {
  readonly #worker: Worker;
  /** Resolves, with its URL, when it takes requests; rejects, with WorkerProblems, when it will not. */
  readonly ready: Promise<string>;
  /** Resolves, with words for the log, when it has ended for whatever reason. */
  readonly ended: Promise<string>;

  constructor(task: WorkerTask) {
    cluster.setupPrimary({
      exec: fileURLToPath(new URL('worker.ts', import.meta.url)),
      args: [],
      execArgv: [...process.execArgv, ...workerNode.flags],
    });
    const worker = cluster.fork(workerNode.environment);
    this.#worker = worker;
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code: number | null, signal: string | null) =>
        resolve(`${code ?? signal ?? 'not started'}`),
      );
    });
    this.ready = this.#whenReady();
    this.#killAfter(patience.start, this.ready);
    worker.send(task);
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  /** Takes no new connections, ends those it has gently, and itself. */
  leave(): void {
    if (this.#worker.isConnected()) this.#worker.send('leave' satisfies WorkerOrder);
    this.#killAfter(patience.leave, this.ended);
  }

  /** Lets what is under way end, then ends. */
  async stop(): Promise<void> {
    this.#worker.process.kill('SIGTERM');
    this.#killAfter(patience.stop, this.ended);
    await this.ended;
  }

  async #whenReady(): Promise<string> {
    const reply = new Promise<WorkerReply>((resolve) => this.#worker.once('message', resolve));
    const ended = this.ended.then((how): WorkerReply => ({
      problems: [`a worker ended before it was ready (${how})`],
    }));
    const said = await Promise.race([reply, ended]);
    if ('url' in said) return said.url;
    this.#worker.process.kill('SIGTERM');
    throw new WorkerProblems(said.problems.join('\n'));
  }

  #killAfter(milliseconds: number, unless: Promise<unknown>): void {
    const timer = setTimeout(() => this.#worker.process.kill('SIGKILL'), milliseconds);
    void unless.finally(() => clearTimeout(timer)).catch(() => {});
  }
}
