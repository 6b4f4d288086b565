import { isDeepStrictEqual } from 'node:util';
import { formatEventPosition, parseEventPosition } from '../../../schema/feed/EventPosition.ts';
import { momentOf as momentOfEvent, type FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import { nationOf } from '../../../schema/id.ts';
import { RecordRefused } from '../../../subgraphs/errors.ts';
import { asRead, prune, type Reading, type Stores, type StoredRecord } from '../../support/oracle/prune.ts';
import { factsOf } from '../../support/oracle/recordFacts.ts';
import type { Dice } from '../Dice.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { pseudonymTowards } from '../randomRecords.ts';
import { readingOf, type Scene } from '../Scene.ts';
import type { FrameOperation } from './frameOperations.ts';
import type { Retell } from './FrameStore.ts';
import { withoutTurn, type Told } from './FrameTrack.ts';
import type { FrameWriters } from './FrameWriters.ts';
import { storeOf, type FrameWorld } from './FrameWorld.ts';
import { storesOf, type Held } from './heldAtFirst.ts';
import { randomWrite, type FrameWrite, type Writable } from './randomWrite.ts';

/** When what the case is about happens. */
export const wednesday = Date.parse('2026-06-03T12:00:00.000Z');
export const steps = 16;
/** Milliseconds of the case: between two things that happen, and from step to step. */
export const tick = 10;
const stride = 3 * tick;
/** When the parts of a step happen, from the end of the step before (0) to its markers (3). */
export const momentOf = (step: number, part: 0 | 1 | 2 | 3): number =>
  wednesday + 1 + tick + (step - 1) * stride + part * tick;

export interface TwinStoresOptions {
  readonly dice: Dice;
  readonly scene: Scene;
  readonly operation: FrameOperation;
  readonly nations: readonly string[];
  readonly held: Held;
  /** Of the reader for whom the others are pruned. */
  readonly claims: ReaderClaims;
  /** Somebody who holds the same, or less. */
  readonly other: ReaderClaims;
  readonly writers: FrameWriters;
  readonly full: FrameWorld;
  readonly pruned: FrameWorld;
  readonly clock: { now: number };
}

/**
 * Full stores, and those pruned for one reader, through everything that happens. What the pruned nations' feeds are told
 * to say differently: that a record which comes to be seen was there before (RELEASED and not REPORTED), nothing of
 * records that only change because others are hidden or shown, and what happened of those that the reader could have had
 * then but for such another.
 */
export class TwinStores {
  readonly #options: TwinStoresOptions;
  readonly #ground: ReadonlySet<string>;
  /** By nation: the moment of its last marker. */
  readonly markers = new Map<string, number>();
  /** Places in feeds of what was kept from the reader by what its holder might not know. */
  readonly #late = new Set<string>();
  /** Writes that were others in the pruned stores. */
  counted = 0;

  constructor(options: TwinStoresOptions) {
    this.#options = options;
    this.#ground = new Set(options.operation.ground.map(({ id }) => id));
  }

  async fill(): Promise<void> {
    const { nations, operation, full, pruned, held, clock } = this.#options;
    const visible = this.#pruned();
    for (const nation of nations) {
      await storeOf(full, nation).change([...(held.get(nation)?.values() ?? [])], []);
      await storeOf(pruned, nation).change(visible.get(nation) ?? [], []);
    }
    await this.#tellOfLost(nations, false);
    for (const nation of operation.nations) {
      clock.now += 1;
      const marker = operation.marker(nation, 0, clock.now);
      for (const world of [full, pruned]) await storeOf(world, nation).change([marker], []);
      // Who goes on from the beginning is told of it, but for injects: one that is new has reached nobody yet.
      if (operation.name !== 'exerciseInjects') this.markers.set(nation, clock.now);
    }
  }

  /** Labels whose time has come. */
  async giveWay(touched: Set<string>): Promise<void> {
    const { nations, held, full, pruned, clock } = this.#options;
    const isDue = ({ label, portions }: StoredRecord): boolean =>
      [label, ...Object.values(portions)].some((text) => {
        const at = text === undefined ? NaN : Date.parse(/ UNTIL (\S+) /.exec(text)?.[1] ?? '');
        return at > clock.now - tick && at <= clock.now;
      });
    const due = new Set<string>();
    for (const nation of nations) {
      const own = [...(held.get(nation)?.values() ?? [])].filter(isDue).map(({ id }) => id);
      for (const id of own) due.add(id);
      if (own.length > 0) touched.add(nation);
    }
    if (due.size === 0) return;
    const before = this.#pruned(clock.now - tick);
    // The pruned nations announce what they have, too. What else is then changed of that is no event of its own, and what
    // comes of a label that is not there is announced with the others. One that was hidden with another is no new one.
    const announced = new Set([...before.values()].flatMap((own) => own.filter(isDue).map(({ id }) => id)));
    const shownByOthers = new Map<string, FeedEvent>();
    const retell: Retell = (event) => {
      const isSecond = announced.has(event.id) && !isFirst(event);
      return due.has(event.id) && !isSecond
        ? asFirst(shownByOthers.get(event.id) ?? asIfThereBefore(event, due))
        : null;
    };
    // Whoever was told in between would be answered over stores that are not yet what they will be at this moment.
    const tellings = nations.map((nation) => storeOf(pruned, nation).hold());
    for (const nation of nations) {
      await storeOf(full, nation).announce();
      for (const event of await storeOf(full, nation).happened())
        if (this.#keptBack(event.id, before, clock.now - tick) === 'hidden') shownByOthers.set(event.id, event);
      await storeOf(pruned, nation).announce(retell);
    }
    await this.#follow(before, retell);
    for (const tell of tellings) tell();
    await this.#tellOfLost(nations);
  }

  async write(step: number, touched: Set<string>): Promise<readonly FrameWrite[]> {
    const { dice, nations, held, operation, claims, other, scene, pruned } = this.#options;
    const before = this.#pruned();
    const existed = new Set([...held.values()].flatMap((records) => [...records.keys()]));
    const writes = dice.percent(20)
      ? await this.#writeThroughGateway()
      : await this.#writeRecords({
          held,
          nations,
          written: operation.written,
          shown: new Set([...before.values()].flat().map(({ id }) => id)),
          ground: this.#ground,
          dates: [1, 2, 3].map((later) => momentOf(step + later, 0) + tick / 2),
          persons: (nation) => [claims, other].map((one) => pseudonymTowards(nation, one, scene)),
        });
    const ids = new Set(writes.flatMap(({ put, removed }) => [...put.map(({ id }) => id), ...removed]));
    for (const { nation, put, removed } of writes) {
      for (const record of put) held.get(nation)?.set(record.id, record);
      for (const id of removed) held.get(nation)?.delete(id);
      touched.add(nation);
    }
    const tellings = nations.map((nation) => storeOf(pruned, nation).hold());
    const changed = await this.#follow(before, (event) => (ids.has(event.id) ? asIfThereBefore(event, existed) : null));
    for (const tell of tellings) tell();
    await this.#tellOfLost(writes.map(({ nation }) => nation));
    if (ids.size > 0 && !isDeepStrictEqual(changed, writes)) this.counted += 1;
    return writes;
  }

  /** What is written is one thing or nothing. */
  async #writeRecords(writable: Writable): Promise<readonly FrameWrite[]> {
    const { dice, full } = this.#options;
    const write = randomWrite(dice, writable);
    if (write.put.length + write.removed.length === 0) return [];
    try {
      await storeOf(full, write.nation).change(write.put, write.removed);
    } catch (error) {
      if (error instanceof RecordRefused) return [];
      throw error;
    }
    return [write];
  }

  async #writeThroughGateway(): Promise<readonly FrameWrite[]> {
    const { dice, full, nations, held, writers, clock } = this.#options;
    await writers.write(dice, full, storesOf(held), this.#ground, clock.now);
    const written: FrameWrite[] = [];
    for (const nation of nations) written.push(await storeOf(full, nation).written());
    return written.filter(({ put, removed }) => put.length + removed.length > 0);
  }

  /** Makes of the pruned stores what they would be now, and says how. */
  async #follow(before: Stores, retell: Retell): Promise<readonly FrameWrite[]> {
    const { nations, pruned } = this.#options;
    const after = this.#pruned();
    const changed: FrameWrite[] = [];
    for (const nation of nations) {
      const was = new Map((before.get(nation) ?? []).map((record) => [record.id, record]));
      const is = new Map((after.get(nation) ?? []).map((record) => [record.id, record]));
      const put = [...is.values()].filter((record) => !isDeepStrictEqual(record, was.get(record.id)));
      const removed = [...was.keys()].filter((id) => !is.has(id));
      if (put.length + removed.length === 0) continue;
      await storeOf(pruned, nation).change(put, removed, retell);
      changed.push({ nation, put, removed });
    }
    return changed;
  }

  /**
   * A reader who goes on may be told of what they could have had at that time but for another record that they have now:
   * an acknowledgement of what was hidden. It is of the past of what they see.
   */
  async #tellOfLost(nations: readonly string[], isRead = true): Promise<void> {
    const { full, pruned, clock } = this.#options;
    const now = this.#pruned();
    for (const nation of nations) {
      const { hidden = [], unknown = [] } = Object.groupBy(
        await storeOf(full, nation).happened(),
        ({ id }) => this.#keptBack(id, now, clock.now) ?? 'no',
      );
      if (hidden.length > 0) storeOf(pruned, nation).tell(hidden, isRead);
      for (const { position } of unknown) this.#late.add(withoutTurn(position));
    }
  }

  /**
   * What kept a record from the reader at that moment which they could have had by itself: another that was `hidden` from
   * them, or one `unknown` to its holder for them. `shown`: what they had. Null: nothing did, or it was not theirs.
   */
  #keptBack(id: string, shown: Stores, at: number): 'hidden' | 'unknown' | null {
    const record = this.#options.held.get(nationOf(id) ?? '')?.get(id);
    if (record === undefined || asRead(record, this.#reading(at)) === null) return null;
    const isShown = (one: unknown): boolean => [...shown.values()].flat().some((other) => other.id === one);
    const needed = factsOf(record.__typename).needs.filter((field) => (record[field] ?? null) !== null);
    if (!needed.every((field) => isShown(record[field]))) return 'hidden';
    return isShown(id) ? null : 'unknown';
  }

  /** Is it of something that its holder might not know for the reader then, and may now? Only who goes on is told of it. */
  isCaughtUpOn({ places }: Told): boolean {
    const late = places.filter((place) => this.#late.has(place));
    if (late.length === 0) return false;
    const shown = new Set([...this.#pruned().values()].flat().map(({ id }) => id));
    return late.every((place) => shown.has(parseEventPosition(place)?.id ?? ''));
  }

  /**
   * By each nation that the reader may have been told something by, at a moment of its own: by that, its marker is known.
   * When these markers were set is returned.
   */
  async mark(step: number, touched: ReadonlySet<string>): Promise<readonly number[]> {
    const { operation, full, pruned, clock } = this.#options;
    const nations = operation.nations.filter((nation) => touched.has(nation));
    const moments: number[] = [];
    for (const [place, nation] of nations.entries()) {
      clock.now = momentOf(step, 3) + place;
      const marker = operation.marker(nation, step, clock.now);
      for (const world of [full, pruned]) await storeOf(world, nation).change([marker], []);
      this.markers.set(nation, clock.now);
      moments.push(clock.now);
    }
    return moments;
  }

  /** What the stores hold of what the reader may read at that moment. */
  #pruned(at = this.#options.clock.now): Stores {
    return prune(storesOf(this.#options.held), this.#reading(at));
  }

  #reading(at = this.#options.clock.now): Reading {
    const { claims, scene } = this.#options;
    return { ...readingOf(claims, scene), at };
  }
}

/** Of its moment. */
const isFirst = ({ position }: FeedEvent): boolean => parseEventPosition(position)?.turn === 0;

const asFirst = (event: FeedEvent): FeedEvent => ({
  ...event,
  position: formatEventPosition({ at: momentOfEvent(event), turn: 0, id: event.id }),
});

const asIfThereBefore = (event: FeedEvent, existed: ReadonlySet<string>): FeedEvent =>
  event.change === 'inserted' && existed.has(event.id) ? { ...event, change: 'updated' } : event;
