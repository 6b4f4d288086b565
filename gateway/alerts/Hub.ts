import { NationFeed, type NationFeedOptions } from './NationFeed.ts';

/** Milliseconds that a new stream waits for nations that were not reached yet. One that is down must not hold it up. */
const patience = 1_000;

/** The feeds of all nations that serve records. None is opened before somebody wants to know. */
export class Hub {
  readonly #feeds: ReadonlyMap<string, NationFeed>;

  constructor(nations: readonly string[], optionsOf: (nation: string) => NationFeedOptions) {
    this.#feeds = new Map(nations.map((nation) => [nation, new NationFeed(optionsOf(nation))]));
  }

  /** Of these nations, or of all. Resolves when every one of them was reached, or after a moment. */
  async feeds(nations: readonly string[] | null): Promise<ReadonlyMap<string, NationFeed>> {
    const wanted = new Map([...this.#feeds].filter(([nation]) => nations === null || nations.includes(nation)));
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, patience)));
    await Promise.race([Promise.all([...wanted.values()].map((feed) => feed.start())), enough]);
    clearTimeout(timer);
    return wanted;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map((feed) => feed.stop()));
  }
}
