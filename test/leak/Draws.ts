import { createHash } from 'node:crypto';

/**
 * Random numbers for new ids that two worlds draw alike: the first of the third write is the same in both, whatever
 * else the one before has drawn.
 */
export class Draws {
  #writes = 0;

  /** What comes next is as if nothing had been drawn yet. */
  restart(): void {
    this.#writes = 0;
  }

  /** Is counted once the first is drawn: who only reads draws nothing. */
  ofOneWrite(): () => Uint8Array {
    let write = 0;
    let drawn = 0;
    return () => {
      if (write === 0) write = ++this.#writes;
      drawn += 1;
      return createHash('sha256').update(`${write} ${drawn}`).digest().subarray(0, 16);
    };
  }
}
