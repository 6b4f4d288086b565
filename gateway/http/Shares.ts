/** How many requests each of many has under way, so that no one takes the place of all others. */
export class Shares {
  readonly #most: number;
  readonly #held = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  held(holder: string): number {
    return this.#held.get(holder) ?? 0;
  }

  isFull(holder: string): boolean {
    return this.held(holder) >= this.#most;
  }

  take(holder: string): void {
    this.#held.set(holder, this.held(holder) + 1);
  }

  give(holder: string): void {
    const left = this.held(holder) - 1;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}
