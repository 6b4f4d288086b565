/** What one reader is due and has not taken yet: bounded, in order. */
export class AlertQueue<T> {
  readonly #most: number;
  readonly #items: T[] = [];
  #wake: (() => void) | null = null;
  #hasRoom = Promise.withResolvers<void>();
  #hasEnded = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** False: it is full, or has ended. */
  push(item: T): boolean {
    if (this.#hasEnded || this.#items.length >= this.#most) return false;
    this.append(item);
    return true;
  }

  /** Behind all that waits, however much that is. */
  append(item: T): void {
    if (this.#hasEnded) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** Before all that waits, however much that is. */
  putBack(items: readonly T[]): void {
    if (this.#hasEnded) return;
    this.#items.unshift(...items);
    this.#wake?.();
  }

  /** Resolves when there is room again, or it has ended. */
  async room(): Promise<void> {
    while (!this.#hasEnded && this.#items.length >= this.#most) await this.#hasRoom.promise;
  }

  /** Null: nothing comes any more. Not to be called before it has settled. */
  async next(): Promise<T | null> {
    while (!this.#hasEnded) {
      const item = this.#items.shift();
      this.#tellOfRoom();
      if (item !== undefined) return item;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return null;
  }

  /** Drops what is left. */
  end(): void {
    this.#hasEnded = true;
    this.#items.length = 0;
    this.#tellOfRoom();
    this.#wake?.();
  }

  #tellOfRoom(): void {
    this.#hasRoom.resolve();
    this.#hasRoom = Promise.withResolvers();
  }
}
