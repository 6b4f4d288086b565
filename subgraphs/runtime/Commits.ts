/** Tells those who wait within this process that something was committed. */
export class Commits {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  announce(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when there have been more than so many, after so many milliseconds, or when nobody wants to know any more. */
  after(count: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#count > count || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
