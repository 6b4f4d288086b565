import { Pool } from 'undici';
import { Breaker, type BreakerOptions } from './Breaker.ts';
import { exchange } from './exchange.ts';
import { requestBody } from './requestBody.ts';
import type { Read, SubgraphRequest, Unavailable } from './SubgraphAnswer.ts';

export interface SubgraphLimits {
  /** Milliseconds for one request, connecting and reading included. */
  readonly deadline: number;
  readonly maxBytes: number;
  readonly connections: number;
  /** Requests under way or waiting for a connection. */
  readonly inFlight: number;
  readonly breaker: BreakerOptions;
}

const defaultLimits: SubgraphLimits = {
  deadline: 2000,
  maxBytes: 4 * 1024 * 1024,
  connections: 32,
  inFlight: 512,
  breaker: { failures: 5, cooldown: 1000 },
};

export type NationState = 'UP' | 'DEGRADED' | 'DOWN';

/** Failures of the nation itself. An answer with errors in it, or HTTP 400, may be the fault of one operation: others still go out. */
const countsAgainst: ReadonlySet<Unavailable> = new Set(['timeout', 'unreachable', 'status', 'contentType', 'notJson']);

/** Of a nation: a reader has gone, or it answers HTTP 500, for one operation or for all. */
const tellsNothing: ReadonlySet<Unavailable> = new Set(['aborted', 'failed']);

/** How long a look at a nation's health holds, and how long it may take, in milliseconds. */
const probe = { holds: 1000, deadline: 500 };

/** The way to one nation's or central body's subgraph: its connections, its breaker and what is known of its health. */
export class SubgraphPort<Answer extends object> {
  readonly #path: string;
  readonly #elapsed: () => number;
  readonly #limits: SubgraphLimits;
  readonly #pool: Pool;
  readonly #breaker: Breaker;
  #inFlight = 0;
  #probed: { readonly at: number; readonly state: Promise<NationState> } | null = null;

  constructor(endpoint: string, elapsed: () => number, limits: Partial<SubgraphLimits>) {
    const { origin, pathname, search } = new URL(endpoint);
    this.#path = `${pathname}${search}`;
    this.#elapsed = elapsed;
    this.#limits = { ...defaultLimits, ...limits };
    this.#pool = new Pool(origin, {
      connections: this.#limits.connections,
      // Each exchange has a deadline over all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#breaker = new Breaker(this.#limits.breaker);
  }

  /** `detail` is for the log. */
  async ask(
    request: SubgraphRequest,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    read: (body: Uint8Array) => Read<Answer>,
  ): Promise<Read<Answer>> {
    if (this.#inFlight >= this.#limits.inFlight) return { answer: { unavailable: 'overloaded' } };
    if (!this.#breaker.admits(this.#elapsed())) return { answer: { unavailable: 'breakerOpen' } };
    this.#inFlight += 1;
    try {
      const body = await exchange(this.#pool, {
        path: this.#path,
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: requestBody(request),
        maxBytes: this.#limits.maxBytes,
        deadline: this.#limits.deadline,
        signal,
      });
      const came = 'unavailable' in body ? failure(body) : read(body);
      this.#judge(came.answer);
      return came;
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** From the breaker and a GET of `/health` beside the endpoint. */
  state(): Promise<NationState> {
    const now = this.#elapsed();
    if (!this.#probed || now - this.#probed.at >= probe.holds) this.#probed = { at: now, state: this.#probe() };
    return this.#probed.state;
  }

  async stop(): Promise<void> {
    await this.#pool.close();
  }

  #judge(answer: Read<Answer>['answer']): void {
    const reason = 'unavailable' in answer ? answer.unavailable : null;
    if (reason !== null && tellsNothing.has(reason)) return;
    if (reason !== null && countsAgainst.has(reason)) this.#breaker.failed(this.#elapsed());
    else this.#breaker.succeeded();
  }

  async #probe(): Promise<NationState> {
    try {
      const signal = AbortSignal.timeout(probe.deadline);
      const { statusCode, body } = await this.#pool.request({ method: 'GET', path: '/health', signal });
      await body.dump({ limit: 1024, signal });
      if (statusCode !== 200) return 'DOWN';
      return this.#breaker.state === 'closed' ? 'UP' : 'DEGRADED';
    } catch {
      return 'DOWN';
    }
  }
}

const failure = ({ unavailable, detail }: { unavailable: Unavailable; detail: string }) => ({
  answer: { unavailable },
  detail,
});
