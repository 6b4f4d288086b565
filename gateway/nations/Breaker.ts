export interface BreakerOptions {
  /** Failures in a row after which the breaker opens. */
  readonly failures: number;
  /** Milliseconds after which one request is let through to try again. */
  readonly cooldown: number;
}

/** Stops asking a nation that keeps failing, so that it costs its readers no deadline. Times are monotonic milliseconds. */
export class Breaker {
  readonly #options: BreakerOptions;
  #failed = 0;
  /** When the next request may try; null while closed. */
  #retryAt: number | null = null;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** Whether a request may go out now. An open breaker lets one through each cooldown. */
  admits(now: number): boolean {
    if (this.#retryAt === null) return true;
    if (now < this.#retryAt) return false;
    this.#retryAt = now + this.#options.cooldown;
    return true;
  }

  succeeded(): void {
    this.#failed = 0;
    this.#retryAt = null;
  }

  failed(now: number): void {
    this.#failed += 1;
    if (this.#failed >= this.#options.failures) this.#retryAt = now + this.#options.cooldown;
  }

  get state(): 'closed' | 'failing' | 'open' {
    if (this.#retryAt !== null) return 'open';
    return this.#failed === 0 ? 'closed' : 'failing';
  }
}
