import { DemoError } from './DemoError.ts';

/** A nation's subgraph that listens. */
export interface RunningNation {
  stop(): Promise<void>;
}

/** The nations of a demo, each of which can be stopped and started while the others run on. */
export class RunningNations {
  readonly #start: (code: string) => Promise<RunningNation>;
  readonly #codes: readonly string[];
  readonly #running = new Map<string, RunningNation>();
  /** One change at a time: two commands at once must not start a nation twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(codes: readonly string[], start: (code: string) => Promise<RunningNation>) {
    this.#codes = codes;
    this.#start = start;
  }

  start(code: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#checkKnown(code);
      if (this.#running.has(code)) throw new DemoError(`${code} is already running`);
      this.#running.set(code, await this.#start(code));
    });
  }

  stop(code: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#checkKnown(code);
      const nation = this.#running.get(code);
      if (nation === undefined) throw new DemoError(`${code} is already stopped`);
      this.#running.delete(code);
      await nation.stop();
    });
  }

  stopAll(): Promise<void> {
    return this.#inTurn(async () => {
      const nations = [...this.#running.values()];
      this.#running.clear();
      await Promise.all(nations.map((nation) => nation.stop()));
    });
  }

  #checkKnown(code: string): void {
    if (this.#codes.includes(code)) return;
    throw new DemoError(`\`${code}\` is not part of this demo: it runs ${this.#codes.join(', ')}`);
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(change);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
