import type { ServerResponse } from 'node:http';
import type { Shares } from './Shares.ts';

/** One request for as long as its reader waits: then it gives back what it holds, and stops what still runs for it. */
export class Visit {
  readonly #response: ServerResponse;
  readonly #held: (readonly [Shares, string])[] = [];
  readonly #waiting = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once('close', () => this.#end());
  }

  hold(shares: Shares, holder: string): void {
    if (this.#response.closed) return;
    shares.take(holder);
    this.#held.push([shares, holder]);
  }

  /** Aborted when the reader has gone, and after so many milliseconds. */
  waitAtMost(milliseconds: number): AbortSignal {
    if (this.#response.closed) this.#waiting.abort();
    else this.#timer = setTimeout(() => this.#waiting.abort(), milliseconds);
    return this.#waiting.signal;
  }

  #end(): void {
    clearTimeout(this.#timer);
    for (const [shares, holder] of this.#held) shares.give(holder);
    if (!this.#response.writableFinished) this.#waiting.abort();
  }
}
