/** A request of a gateway to a subgraph. `body`: bytes as latin-1 text. */
export interface RecordedRequest {
  readonly port: number;
  readonly body: string;
  readonly authorization: string;
}

/** What can be asked at once, then what could only be asked with the answers to that, and so on. */
export type RecordedLevels = readonly (readonly RecordedRequest[])[];

/** Milliseconds without a request after which a gateway is taken to wait for answers. */
const quiet = 25;

type Answer = Buffer | Promise<Buffer>;

/** The requests of one operation. Where answers are held back, its levels show. */
export class Recording {
  readonly #levels: RecordedRequest[][] = [];
  readonly #holds: boolean;
  #level: RecordedRequest[] = [];
  #held: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(holds: boolean) {
    this.#holds = holds;
  }

  get levels(): RecordedLevels {
    return this.#level.length > 0 ? [...this.#levels, this.#level] : this.#levels;
  }

  pass(request: RecordedRequest, answer: Answer): Answer {
    this.#level.push(request);
    if (!this.#holds) return answer;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#release(), quiet);
    return new Promise((resolve) => {
      this.#held.push(() => resolve(answer));
    });
  }

  #release(): void {
    this.#levels.push(this.#level);
    const held = this.#held;
    this.#level = [];
    this.#held = [];
    for (const release of held) release();
  }
}
