import type { OpenFeed } from '../../../gateway/nations/openFeed.ts';
import type { StreamedEvent } from '../../../gateway/nations/readEventStream.ts';
import { formatEventPosition, parseEventPosition, type EventPosition } from '../../../schema/feed/EventPosition.ts';
import { momentOf, type FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import { Commits } from '../../../subgraphs/runtime/Commits.ts';
import type { RecordStore } from '../../../subgraphs/runtime/RecordStore.ts';
import type { Store } from '../../../subgraphs/runtime/Store.ts';
import type { StoredRecord } from '../../support/oracle/prune.ts';
import type { Scene } from '../Scene.ts';
import type { OutboxStore, OutboxStores } from './OutboxStore.ts';
import type { FrameWrite } from './randomWrite.ts';

/** What a nation would say of an event: it, another in its place, or nothing. */
export type Retell = (event: FeedEvent) => FeedEvent | null;

/** Of a moment. */
const lastTurn = 999_999;

/** One nation's store and its feed, as the gateway finds them, without HTTP. */
export class FrameStore {
  readonly nation: string;
  readonly #kept: OutboxStore;
  readonly #commits: Commits;
  readonly #clock: () => number;
  #telling: Promise<void> = Promise.resolve();
  /** What is told beside what was written here, in its order. */
  readonly #others: FeedEvent[] = [];
  /** By moment of the write. */
  readonly #retellings = new Map<number, Retell>();

  private constructor(nation: string, kept: OutboxStore, commits: Commits, clock: () => number) {
    this.nation = nation;
    this.#kept = kept;
    this.#commits = commits;
    this.#clock = clock;
  }

  /** `place` of a case tells its stores of one nation apart. */
  static async open(
    nation: string,
    place: string,
    { stores, scene, clock }: { stores: OutboxStores; scene: Scene; clock: () => number },
  ): Promise<FrameStore> {
    const commits = new Commits();
    const committed = (): void => commits.announce();
    const kept = await stores.open(place, { nation, scene, clock, committed });
    return new FrameStore(nation, kept, commits, clock);
  }

  get store(): Store {
    return this.#kept.store;
  }

  get records(): RecordStore {
    return this.#kept.records;
  }

  /** As one write. */
  async change(put: readonly StoredRecord[], removed: readonly string[], retell: Retell = (event) => event) {
    this.#retellings.set(this.#clock(), retell);
    await this.records.transact(async (transaction) => {
      if (removed.length > 0) await transaction.remove(removed);
      if (put.length > 0) await transaction.put(put.map((record) => ({ record })));
    });
  }

  /** Announces the labels that have given way to others by now. */
  async announce(retell: Retell = (event) => event) {
    this.#retellings.set(this.#clock(), retell);
    await this.#kept.announceDue();
  }

  /** Tells nobody anything until what is returned is called: several writes are one moment. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#telling = promise;
    return resolve;
  }

  /** What happened at this moment. */
  async happened(): Promise<readonly FeedEvent[]> {
    return this.#kept.after({ at: this.#clock(), turn: -1, id: '' });
  }

  /** Of this moment, behind all else that happened in it: that may have been read. */
  tell(events: readonly FeedEvent[], isRead = true): void {
    for (const event of events) {
      const position = formatEventPosition({ at: momentOf(event), turn: lastTurn, id: event.id });
      this.#others.push(isRead ? { ...event, position } : event);
    }
    this.#commits.announce();
  }

  /** What was written at this moment. */
  async written(): Promise<FrameWrite> {
    const ids = [...new Set((await this.happened()).map(({ id }) => id))];
    if (ids.length === 0) return { nation: this.nation, put: [], removed: [] };
    const whole = await this.records.transact((transaction) => transaction.whole(ids));
    const put = [...whole.values()].map((record) => ({ ...record }) as StoredRecord);
    return { nation: this.nation, put, removed: ids.filter((id) => !whole.has(id)) };
  }

  /** The nation's feed, as the gateway opens it. */
  async *open(after: string | null, until: string | null, signal: AbortSignal): AsyncGenerator<StreamedEvent> {
    let at = (after === null ? null : parseEventPosition(after)) ?? (await this.#kept.end());
    yield { name: 'begin', id: formatEventPosition(at), data: '' };
    while (!signal.aborted) {
      await this.#telling;
      const { count } = this.#commits;
      const events = await this.#kept.after(at);
      const others = this.#others.filter(isAfter(at));
      const retold = events.flatMap((event) => this.#retold(event)).filter(isAfter(at));
      const all = [...retold, ...others].toSorted(inOrder);
      at = lastIn([...events, ...others]) ?? at;
      for (const told of all) {
        if (until !== null && told.position > until) return;
        yield { name: 'message', id: told.position, data: JSON.stringify(told) };
      }
      if (until !== null && events.length + others.length === 0) return;
      await this.#commits.after(count, 60_000, signal);
    }
  }

  #retold(event: FeedEvent): readonly FeedEvent[] {
    const retell = this.#retellings.get(momentOf(event));
    const told = retell ? retell(event) : event;
    return told ? [told] : [];
  }
}

const isAfter = (at: EventPosition) => {
  const text = formatEventPosition(at);
  return ({ position }: FeedEvent): boolean => position > text;
};

/** The position of the last of them. */
function lastIn(events: readonly FeedEvent[]): EventPosition | null {
  const last = events.toSorted(inOrder).at(-1);
  return last ? parseEventPosition(last.position) : null;
}

const inOrder = (one: FeedEvent, other: FeedEvent): number => (one.position < other.position ? -1 : 1);

export const openerOf =
  (stores: ReadonlyMap<string, FrameStore>): OpenFeed =>
  (nation, { after, until }, signal) => {
    const store = stores.get(nation);
    if (!store) throw new Error('no such nation');
    return store.open(after, until, signal);
  };
