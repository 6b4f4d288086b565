import { sql } from 'kysely';
import type { OpenFeed } from '../../../gateway/nations/openFeed.ts';
import type { StreamedEvent } from '../../../gateway/nations/readEventStream.ts';
import { formatEventPosition, parseEventPosition, type EventPosition } from '../../../schema/feed/EventPosition.ts';
import { momentOf, type FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import { Commits } from '../../../subgraphs/runtime/Commits.ts';
import { EventFeed } from '../../../subgraphs/runtime/EventFeed.ts';
import { nationContract } from '../../../subgraphs/runtime/nationContract.ts';
import { openDatabase, type Database } from '../../../subgraphs/runtime/openDatabase.ts';
import { SqlRecordStore } from '../../../subgraphs/runtime/SqlRecordStore.ts';
import { SharedReads } from '../../../subgraphs/runtime/SharedReads.ts';
import { SqlStore } from '../../../subgraphs/runtime/SqlStore.ts';
import type { StoredRecord } from '../../support/oracle/prune.ts';
import type { Scene } from '../Scene.ts';
import type { FrameWrite } from './randomWrite.ts';

/** What a nation would say of an event: it, another in its place, or nothing. */
export type Retell = (event: FeedEvent) => FeedEvent | null;

/** Of a moment. */
const lastTurn = 999_999;

/** One nation's store, its outbox and its feed: the code that a nation runs, without HTTP. */
export class FrameStore {
  readonly nation: string;
  readonly store: SqlStore;
  readonly records: SqlRecordStore;
  readonly #feed: EventFeed;
  readonly #commits = new Commits();
  readonly #clock: () => number;
  readonly #database: Database;
  #telling: Promise<void> = Promise.resolve();
  /** What is told beside what was written here, in its order. */
  readonly #others: FeedEvent[] = [];
  /** By moment of the write. */
  readonly #retellings = new Map<number, Retell>();

  private constructor(nation: string, database: Database, { directories, registry }: Scene, clock: () => number) {
    this.nation = nation;
    this.#clock = clock;
    this.#database = database;
    const directory = directories.get(nation) ?? registry.directory;
    this.store = new SqlStore(nation, database, new SharedReads());
    this.records = new SqlRecordStore({
      nation,
      database,
      ...nationContract(),
      directory: () => directory,
      clock,
      committed: () => this.#commits.announce(),
    });
    this.#feed = new EventFeed({ kysely: database.kysely, labels: () => this.store.labels(), release: 'CTS' });
  }

  /** Empties what an earlier case left there. */
  static async open(nation: string, database: Database, scene: Scene, clock: () => number): Promise<FrameStore> {
    const { kysely, schema } = database;
    await sql`truncate ${sql.id(schema, 'labels')}, ${sql.id(schema, 'outbox')} restart identity cascade`.execute(
      kysely,
    );
    await kysely.updateTable('moments').set({ at: 0, turn: 0 }).execute();
    return new FrameStore(nation, database, scene, clock);
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
    await this.records.announceDue();
  }

  /** Tells nobody anything until what is returned is called: several writes are one moment. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#telling = promise;
    return resolve;
  }

  /** What happened at this moment. */
  async happened(): Promise<readonly FeedEvent[]> {
    return (await this.#feed.after({ at: this.#clock(), turn: -1, id: '' })).events;
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
    const rows = await this.#database.kysely
      .selectFrom('outbox')
      .select('record_id')
      .where('at', '=', this.#clock())
      .execute();
    const ids = [...new Set(rows.map(({ record_id }) => record_id))];
    if (ids.length === 0) return { nation: this.nation, put: [], removed: [] };
    const whole = await this.records.transact((transaction) => transaction.whole(ids));
    const put = [...whole.values()].map((record) => ({ ...record }) as StoredRecord);
    return { nation: this.nation, put, removed: ids.filter((id) => !whole.has(id)) };
  }

  /** The nation's feed, as the gateway opens it. */
  async *open(after: string | null, until: string | null, signal: AbortSignal): AsyncGenerator<StreamedEvent> {
    let at = (after === null ? null : parseEventPosition(after)) ?? (await this.#feed.end());
    yield { name: 'begin', id: formatEventPosition(at), data: '' };
    while (!signal.aborted) {
      await this.#telling;
      const { count } = this.#commits;
      const { events, end } = await this.#feed.after(at);
      const others = this.#others.filter(isAfter(at));
      const retold = events.flatMap((event) => this.#retold(event)).filter(isAfter(at));
      const all = [...retold, ...others].toSorted(inOrder);
      const last = others.at(-1);
      at = last && last.position > formatEventPosition(end) ? (parseEventPosition(last.position) ?? end) : end;
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

const inOrder = (one: FeedEvent, other: FeedEvent): number => (one.position < other.position ? -1 : 1);

export const openerOf =
  (stores: ReadonlyMap<string, FrameStore>): OpenFeed =>
  (nation, { after, until }, signal) => {
    const store = stores.get(nation);
    if (!store) throw new Error('no such nation');
    return store.open(after, until, signal);
  };

/** One database for each name, kept from case to case. */
export class FrameDatabases {
  readonly #source: Parameters<typeof openDatabase>[0];
  readonly #open = new Map<string, Database>();

  constructor(source: Parameters<typeof openDatabase>[0]) {
    this.#source = source;
  }

  async get(name: string): Promise<Database> {
    const database = this.#open.get(name) ?? (await openDatabase(this.#source, name));
    this.#open.set(name, database);
    return database;
  }

  async close(): Promise<void> {
    for (const database of this.#open.values()) await database.close();
  }
}
