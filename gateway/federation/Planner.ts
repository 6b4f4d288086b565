import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import { CodedError, refusal } from '../errors.ts';

/** Introspection by readers for whom these coordinates do not exist. */
export interface Introspection {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Names the class of readers. */
  readonly readers: string;
  readonly denied: readonly string[];
}

export interface Planning {
  readonly operation: string;
  readonly operationName: string | null;
}

export type PlannerRequest = { readonly id: number } & (
  | { readonly planning: Planning }
  | { readonly introspection: Introspection }
);

export type PlannerReply = { readonly id: number } & ({ readonly result: unknown } | { readonly problem: string });

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What may wait for its turn; each takes a fraction of a second at most. */
const queueLength = 100;

/**
 * A thread for what can compute longer than other readers may be kept waiting: Apollo's query planner, and
 * introspection. A thread that dies fails what it owes, and the next request starts another.
 */
export class Planner {
  readonly #supergraphSdl: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null;
  #lastId = 0;
  #isRetired = false;

  constructor(supergraphSdl: string) {
    this.#supergraphSdl = supergraphSdl;
    this.#worker = this.#start();
  }

  /** The text is that of a document which is valid against the supergraph. */
  plan(planning: Planning): Promise<QueryPlan> {
    return this.#ask({ planning }) as Promise<QueryPlan>;
  }

  introspect(introspection: Introspection): Promise<ExecutionResult> {
    return this.#ask({ introspection }) as Promise<ExecutionResult>;
  }

  /** Lets the thread end as soon as nobody waits for it. Requests under way may still ask. */
  retire(): void {
    this.#isRetired = true;
    this.#rest();
  }

  #ask(task: { readonly planning: Planning } | { readonly introspection: Introspection }): Promise<unknown> {
    if (this.#waiting.size >= queueLength) return Promise.reject(refusal(new CodedError('OVERLOADED')));
    this.#lastId += 1;
    const request: PlannerRequest = { id: this.#lastId, ...task };
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) => this.#waiting.set(request.id, { resolve, reject }));
  }

  #start(): Worker {
    const worker = new Worker(new URL('./plannerThread.ts', import.meta.url), {
      workerData: this.#supergraphSdl,
      execArgv: [],
      env: {},
      // Plans are few and small: room for more new objects would only be memory.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 2 },
    });
    worker.on('message', (reply: PlannerReply) => this.#take(reply));
    worker.on('error', (error: unknown) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('the planner has stopped')));
    worker.unref();
    return worker;
  }

  #take(reply: PlannerReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    this.#rest();
    if ('problem' in reply) waiting?.reject(new Error(reply.problem));
    else waiting?.resolve(reply.result);
  }

  #lose(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost) reject(error);
  }

  /** An idle thread keeps no process alive. */
  #rest(): void {
    if (this.#waiting.size > 0) return;
    this.#worker?.unref();
    if (!this.#isRetired) return;
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }
}
