/** A value as bytes of JSON: what the reader is to be sent of it, to the byte. */
export class Spliced {
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #to: number;
  readonly #cuts: readonly number[];

  /** `cuts`: what lies within and is left out, in order: from, to, from, to. Others are passed over. */
  constructor(bytes: Uint8Array, from: number, to: number, cuts: readonly number[]) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#from = from;
    this.#to = to;
    this.#cuts = cuts;
  }

  /** The most bytes that it comes to. */
  get length(): number {
    return this.#to - this.#from;
  }

  /** Returns where it ends. */
  copyTo(target: Uint8Array, at: number): number {
    let [from, end] = [this.#from, at];
    const copy = (to: number): void => {
      end += this.#bytes.copy(target, end, from, to);
    };
    for (let index = 0; index < this.#cuts.length; index += 2) {
      const cut = this.#cuts[index] ?? 0;
      if (cut < from || cut >= this.#to) continue;
      copy(cut);
      from = this.#cuts[index + 1] ?? 0;
    }
    copy(this.#to);
    return end;
  }
}

/** An answer whose data are such values, by response key. */
export interface SplicedAnswer {
  readonly spliced: ReadonlyMap<string, Spliced>;
}

/** Total: null where the bytes of an answer are in any way other than those that would be sent on. */
export type ScanAnswer = (body: Uint8Array) => SplicedAnswer | null;
