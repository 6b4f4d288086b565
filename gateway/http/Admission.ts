import { performance } from 'node:perf_hooks';

/** Milliseconds that one turn of the event loop should take at most: a request takes a handful of turns. */
const target = 20;
/** Requests let in during one turn: never fewer, so that a turn which is long for another reason shuts nobody out; never more. */
const least = 8;
const most = 64;

/**
 * Lets in as many new requests a turn of the event loop as keep turns short. What counts is work that waits for the
 * processor; requests that wait for nations, for the disk or for another thread make no turn longer and cost nobody their
 * place. One long turn, as a garbage collection makes it, changes nothing: only a second in a row does.
 */
export class Admission {
  #limit = most;
  #inTurn = 0;
  #before = performance.eventLoopUtilization();
  #wasLong = false;

  /** Costs next to nothing, and looks at no request: whether there is room in this turn. */
  admit(): boolean {
    if (this.#inTurn === 0) setImmediate(() => this.#endTurn());
    this.#inTurn += 1;
    return this.#inTurn <= this.#limit;
  }

  #endTurn(): void {
    const now = performance.eventLoopUtilization();
    const took = now.active - this.#before.active;
    const isLong = took > target;
    if (!isLong) this.#limit = Math.min(most, this.#limit + 1);
    else if (this.#wasLong) this.#limit = Math.max(least, this.#limit * Math.max(0.5, target / took));
    this.#wasLong = isLong;
    this.#before = now;
    this.#inTurn = 0;
  }
}
