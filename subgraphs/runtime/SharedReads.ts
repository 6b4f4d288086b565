import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Equal reads that many requests ask for in one turn of the event loop, made once at its end. INVARIANT: what a request
 * is given was read after it asked, and so holds whatever was committed before.
 */
export class SharedReads {
  readonly #waiting = new Map<string, Promise<unknown>>();

  /** `key` says what is read, whole: of one key, `read` gives values of one type, which nobody changes. */
  get<T>(key: string, read: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key);
    if (waiting) return waiting as Promise<T>;
    const begun = this.#begin(key, read);
    this.#waiting.set(key, begun);
    return begun;
  }

  async #begin<T>(key: string, read: () => Promise<T>): Promise<T> {
    await endOfTurn();
    this.#waiting.delete(key);
    return read();
  }
}
