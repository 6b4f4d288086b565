import { performance } from 'node:perf_hooks';

/** Requests let in during one turn: never fewer, so that turns which are long for another reason shut nobody out; never more. */
const least = 8;
const most = 64;
/** Requests under way that no turn is too long for: they cannot keep each other waiting for long. */
const few = 32;
/** What one holder may have of them once there are not enough for all. */
const share = 1 / 4;

/**
 * Lets in as many new requests a turn of the event loop as keep turns short. What counts is work that waits for the
 * processor; requests that wait for nations, for the disk or for another thread make no turn longer and cost nobody their
 * place. One long turn, as a garbage collection makes it, changes nothing: only a second in a row does.
 */
export class Admission {
  /** Milliseconds that one turn should take at most: a request takes a handful of turns. */
  readonly #target: number;
  #limit = most;
  #letIn = 0;
  readonly #holders = new Map<string, number>();
  #isCounting = false;
  #wasLong = false;
  #before = performance.eventLoopUtilization().active;

  constructor(target: number) {
    this.#target = target;
  }

  /** Whether there is room for one more in this turn. The holder is whoever asks; `underWay`: how many are let in already. */
  admit(holder: string, underWay: number): boolean {
    if (!this.#isCounting) setImmediate(() => this.#endTurn());
    this.#isCounting = true;
    const own = this.#holders.get(holder) ?? 0;
    const isFull = this.#letIn >= this.#limit || (this.#limit < most && own >= this.#limit * share);
    if (isFull && underWay >= few) return false;
    this.#letIn += 1;
    this.#holders.set(holder, own + 1);
    return true;
  }

  #endTurn(): void {
    const { active } = performance.eventLoopUtilization();
    const took = active - this.#before;
    const isLong = took > this.#target;
    if (!isLong) this.#limit = Math.min(most, this.#limit + 1);
    else if (this.#wasLong) this.#limit = Math.max(least, this.#limit * Math.max(0.5, this.#target / took));
    this.#wasLong = isLong;
    this.#before = active;
    this.#letIn = 0;
    this.#holders.clear();
    this.#isCounting = false;
  }
}
