import type { ServerResponse } from 'node:http';

/** Milliseconds that a reader who takes nothing is given to take the last of it. */
const grace = 5_000;

/** The way of one stream out to its reader, at the reader's own pace. */
export class Outlet {
  readonly #response: ServerResponse;
  #promised = 0;
  #written = 0;
  #waiting: (() => void)[] = [];
  /** Ends the write that is under way. */
  #abandon: (() => void) | null = null;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once('close', () => {
      this.#abandon?.();
      this.#wake();
    });
  }

  /** A message will come: until it is written, the reader has not taken all. */
  promise(): void {
    this.#promised += 1;
  }

  /** Resolves when all promised messages have left, or nobody waits for them any more. */
  async taken(): Promise<void> {
    while (this.#written < this.#promised && this.#response.writable)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Writes a stream of texts to its end, each when the one before has left. `isMessage`: those that were promised. */
  async pour(texts: AsyncGenerator<string, void, undefined>, isMessage: (text: string) => boolean): Promise<void> {
    for await (const text of texts) {
      if (!(await this.#write(text))) break;
      if (isMessage(text)) this.#written += 1;
      this.#wake();
    }
    this.#response.end();
  }

  /** What is still on its way is given a moment, then the connection ends. */
  close(): void {
    const timer = setTimeout(() => this.#response.destroy(), grace);
    this.#response.once('close', () => clearTimeout(timer));
  }

  #write(text: string): Promise<boolean> {
    if (!this.#response.writable) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#abandon = () => resolve(false);
      this.#response.write(text, (error) => resolve(!error));
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
