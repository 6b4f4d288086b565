import { httpRequest, type Work } from '../work/Work.ts';
import { Client } from './Client.ts';
import type { Contender } from './Contender.ts';

export interface LoadFigures {
  readonly requests: number;
  /** Milliseconds from the first request to the last answer. */
  readonly elapsed: number;
  /** Milliseconds a request. */
  readonly latencies: readonly number[];
}

/** An answer that is not as long as that to the same request was. */
export class WrongAnswer extends Error {}

/** Readers who take turns at one gateway, each sending the next request once the one before is answered. */
export class Load {
  readonly #work: Work;
  readonly #gateway: Pick<Contender, 'name' | 'port'>;
  readonly #requests: readonly Buffer[];
  /** Bytes of the answer to each request. */
  readonly #lengths: Map<number, number>;
  #next = 0;

  /** `lengths`: of the right answers, in the order of variants; left out = of whatever is answered first. */
  constructor(work: Work, gateway: Pick<Contender, 'name' | 'port'>, lengths: readonly number[] = []) {
    this.#work = work;
    this.#gateway = gateway;
    this.#lengths = new Map(lengths.entries());
    this.#requests = work.variants.map((variant) => httpRequest(variant, gateway.port));
  }

  /** Rejects with `WrongAnswer`. When it resolves no request is under way. `begin` is called when all is connected. */
  async run(milliseconds: number, begin: () => void = () => undefined): Promise<LoadFigures> {
    const clients: Client[] = [];
    try {
      // Never the same request twice at once: a gateway could answer both with one.
      const connections = Math.min(this.#work.connections, this.#requests.length / 2);
      for (let number = 0; number < connections; number += 1) clients.push(await Client.connect(this.#gateway.port));
      begin();
      const latencies: number[] = [];
      const start = performance.now();
      await Promise.all(clients.map((client) => this.#drive(client, start + milliseconds, latencies)));
      return { requests: latencies.length, elapsed: performance.now() - start, latencies };
    } finally {
      for (const client of clients) client.stop();
    }
  }

  async #drive(client: Client, end: number, latencies: number[]): Promise<void> {
    for (let sent = performance.now(); sent < end;) {
      const variant = this.#next++ % this.#requests.length;
      const request = this.#requests[variant];
      if (!request) return;
      const { status, length } = await client.send(request);
      const expected = this.#lengths.get(variant) ?? length;
      this.#lengths.set(variant, expected);
      if (status !== 200 || length !== expected)
        throw new WrongAnswer(
          `${this.#gateway.name}, ${this.#work.id}, variant ${variant}: ${status} and ${length} bytes, not ${expected}`,
        );
      const now = performance.now();
      latencies.push(now - sent);
      sent = now;
    }
  }
}
