/** Random choices from one seed: equal seeds choose alike, in every process (Chris Doty-Humphrey's sfc32). */
export class Dice {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #count = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    for (let round = 0; round < 12; round += 1) this.#next();
  }

  /** A whole number from 0 up to `limit`, which is left out. */
  below(limit: number): number {
    return limit <= 1 ? 0 : this.#next() % limit;
  }

  percent(chance: number): boolean {
    return this.below(100) < chance;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new TypeError('there is nothing to pick from');
    return item;
  }

  /** `[weight, item]` pairs. */
  weighted<T>(items: readonly (readonly [number, T])[]): T {
    let left = this.below(items.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of items) {
      if (left < weight) return item;
      left -= weight;
    }
    throw new TypeError('there is nothing to pick from');
  }

  /** Each item with this chance, in their order. */
  some<T>(items: readonly T[], chance = 50): T[] {
    return items.filter(() => this.percent(chance));
  }

  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** A source of its own: what it chooses does not move this one. */
  fork(): Dice {
    return new Dice(this.#next());
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}
