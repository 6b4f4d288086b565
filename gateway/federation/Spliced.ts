/** A value as JSON, of which nothing is to be changed. */
export class Spliced {
  /** Its bytes, one a character. */
  readonly write: () => string;

  constructor(write: () => string) {
    this.write = write;
  }
}

/** An answer that is, byte by byte, as it would be written, and where in it everything lies. */
export interface ScannedAnswer {
  /** Its bytes, one a character. */
  readonly text: string;
  /** See `scanRecord`. */
  readonly marks: number[];
  readonly places: readonly (readonly number[])[];
}

/** Total: null where the bytes of an answer are in any way other than those that would be sent on. */
export type ScanAnswer = (body: Uint8Array) => ScannedAnswer | null;
