import { isDeepStrictEqual } from 'node:util';
import type { LoadedContract } from '../../../gateway/federation/LoadedContract.ts';
import { parseEventPosition } from '../../../schema/feed/EventPosition.ts';
import type { FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import { RecordRefused } from '../../../subgraphs/errors.ts';
import { asRead, countOf, prune, type Reading, type Stores, type StoredRecord } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { randomReader } from '../randomReader.ts';
import { pseudonymTowards, randomRecords } from '../randomRecords.ts';
import { randomRegistry } from '../randomRegistry.ts';
import { readingOf, sceneOf, type Scene } from '../Scene.ts';
import { frameOperations, type FrameOperation } from './frameOperations.ts';
import { framesUntil } from './framesUntil.ts';
import { FrameStore, type FrameDatabases, type Retell } from './FrameStore.ts';
import { alike, byNation, FrameTrack, momentIn, type Told } from './FrameTrack.ts';
import { FrameWriters } from './FrameWriters.ts';
import { FrameWorld, storeOf, type FrameReader } from './FrameWorld.ts';
import { heldAtFirst, storesOf, type Held } from './heldAtFirst.ts';
import { randomWrite, type FrameWrite, type Writable } from './randomWrite.ts';

export interface FrameFinding {
  readonly operation: string;
  readonly reader: ReaderClaims;
  /** The last. */
  readonly writes: readonly FrameWrite[];
  /** The cursor behind which the reader went on in both worlds; null: they were there all the time. */
  readonly resumed: readonly string[] | null;
  /** What the reader was sent, and what they would have been sent over pruned stores. */
  readonly sent: unknown;
  readonly due: unknown;
}

export interface FrameResult {
  readonly steps: number;
  /** Steps whose write is another one in the pruned stores. */
  readonly counted: number;
  readonly frames: number;
  readonly finding: FrameFinding | null;
}

const wednesday = Date.parse('2026-06-03T12:00:00.000Z');
const steps = 16;
/** Milliseconds of the case: between two things that happen, and from step to step. */
const tick = 10;
const stride = 3 * tick;

/** What happens over full stores, and what over those of one reader. */
interface Side {
  readonly world: FrameWorld;
  reader: FrameReader;
  /** Behind which the reader went on; null: they began. */
  from: Told | null;
  /** Since then. */
  told: Told[];
}

interface Sides {
  readonly sent: Side;
  readonly due: Side;
}

/**
 * One alliance of two nations, one reader with an open stream and a sequence of writes, twice: over full stores, and over
 * stores pruned for the reader before and after every write. The frames must be equal in number, order and content, also
 * for a reader who leaves and goes on behind a cursor. What the pruned nations' feeds are told to say differently: that a
 * record which comes to be seen was there before (RELEASED and not REPORTED), nothing of records that only change because
 * others are hidden or shown, and what happened of those that the reader could have had then but for such another.
 */
export async function frameCase(dice: Dice, contract: LoadedContract, databases: FrameDatabases): Promise<FrameResult> {
  const played = await FrameCase.begin(dice, contract, databases);
  try {
    return await played.play();
  } finally {
    await played.stop();
  }
}

interface CaseOptions {
  readonly dice: Dice;
  readonly scene: Scene;
  readonly operation: FrameOperation;
  readonly nations: readonly string[];
  readonly held: Held;
  readonly claims: ReaderClaims;
  /** Somebody who holds the same, or less. */
  readonly other: ReaderClaims;
  readonly writers: FrameWriters;
  readonly full: FrameWorld;
  readonly pruned: FrameWorld;
  readonly clock: { now: number };
}

class FrameCase {
  readonly #options: CaseOptions;
  readonly #track: FrameTrack;
  readonly #ground: ReadonlySet<string>;
  /** By nation: the moment of its last marker. */
  readonly #markers = new Map<string, number>();
  /** Where the reader stopped who is away. */
  #left: { readonly sent: Told; readonly due: Told } | null = null;
  #counted = 0;
  #frames = 0;

  private constructor(options: CaseOptions) {
    this.#options = options;
    this.#track = new FrameTrack(options.claims, options.scene, options.operation);
    this.#ground = new Set(options.operation.ground.map(({ id }) => id));
  }

  static async begin(dice: Dice, contract: LoadedContract, databases: FrameDatabases): Promise<FrameCase> {
    const scene = sceneOf({ registryText: randomRegistry(dice, wednesday), now: wednesday });
    const people = dice.times(6, (index) => randomReader(dice, scene, index));
    const nations = [...scene.directories.keys()].slice(0, 2);
    const operation = dice.weighted(frameOperations(nations));
    const held = heldAtFirst(dice, randomRecords(dice, scene, people), nations, operation);
    const sees = (one: ReaderClaims): number => countOf(prune(storesOf(held), readingOf(one, scene)));
    const claims = people.reduce((most, one) => (sees(one) > sees(most) ? one : most));
    const other = {
      ...claims,
      sub: claims.sub === 'person 0' ? 'person 1' : 'person 0',
      clearance: dice.percent(50) ? claims.clearance : 'NU',
    };
    const writers = new FrameWriters(dice, contract, scene, nations, [claims, other]);
    const clock = { now: wednesday };
    const open = async (name: string): Promise<FrameWorld> => {
      const stores = new Map<string, FrameStore>();
      for (const [place, nation] of nations.entries()) {
        const database = await databases.get(`${name}-${place}`);
        stores.set(nation, await FrameStore.open(nation, database, scene, () => clock.now));
      }
      return new FrameWorld(contract, scene, stores, () => clock.now);
    };
    const [full, pruned] = [await open('full'), await open('pruned')];
    return new FrameCase({ dice, scene, operation, nations, held, claims, other, writers, full, pruned, clock });
  }

  async play(): Promise<FrameResult> {
    const { full, pruned, other, clock } = this.#options;
    await this.#fill();
    clock.now += tick;
    // They are told first.
    await this.#open(full, other, null);
    const sides = { sent: await this.#sideOf(full), due: await this.#sideOf(pruned) };
    const refusals = [sides.sent.reader.refusal, sides.due.reader.refusal];
    if (refusals.some((refusal) => refusal !== null))
      return this.#result(0, refusals[0] === refusals[1] ? null : this.#finding([], null, refusals));
    for (let step = 1; step <= steps; step += 1) {
      const finding = await this.#step(step, sides);
      if (finding) return this.#result(step, finding);
    }
    const problems = [...full.problems, ...pruned.problems];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return this.#result(steps, null);
  }

  async stop(): Promise<void> {
    await this.#options.full.stop();
    await this.#options.pruned.stop();
  }

  async #fill(): Promise<void> {
    const { nations, operation, full, pruned, held, clock } = this.#options;
    const visible = this.#pruned();
    for (const nation of nations) {
      await storeOf(full, nation).change([...(held.get(nation)?.values() ?? [])], []);
      await storeOf(pruned, nation).change(visible.get(nation) ?? [], []);
    }
    await this.#tellOfLost(nations, false);
    clock.now += 1;
    for (const nation of operation.nations) {
      const marker = operation.marker(nation, 0, clock.now);
      for (const world of [full, pruned]) await storeOf(world, nation).change([marker], []);
      // Who goes on from the beginning is told of it, but for injects: one that is new has reached nobody yet.
      if (operation.name !== 'exerciseInjects') this.#markers.set(nation, clock.now);
    }
  }

  /** Labels give way to others, somebody writes, everybody is told of markers; then it is compared what the reader got. */
  async #step(step: number, sides: Sides): Promise<FrameFinding | null> {
    const { dice, clock } = this.#options;
    const touched = new Set<string>();
    clock.now += tick;
    await this.#giveWay(touched);
    clock.now += tick;
    const writes = await this.#write(step, touched);
    clock.now += tick;
    const marked = await this.#mark(step, touched);
    if (this.#left) return step === steps || dice.percent(50) ? this.#resume(sides, writes) : null;
    const finding = await this.#compare(sides, marked, writes, null);
    if (finding === null && step < steps && dice.percent(25)) this.#leave(sides);
    return finding;
  }

  /** Labels whose time has come. */
  async #giveWay(touched: Set<string>): Promise<void> {
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
    // The pruned nations announce what they have, too. What else is then changed of that is no event of its own.
    const announced = new Set([...before.values()].flatMap((own) => own.filter(isDue).map(({ id }) => id)));
    const retell: Retell = (event) => {
      const isSecond = announced.has(event.id) && !isFirst(event);
      return due.has(event.id) && !isSecond ? asIfThereBefore(event, due) : null;
    };
    for (const nation of nations) {
      await storeOf(full, nation).announce();
      await storeOf(pruned, nation).announce(retell);
    }
    await this.#follow(before, retell);
    await this.#tellOfLost(nations);
  }

  async #write(step: number, touched: Set<string>): Promise<readonly FrameWrite[]> {
    const { dice, nations, held, operation, claims, other, scene } = this.#options;
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
          dates: [1, 2, 3].map((later) => wednesday + tick + (step + later - 1) * stride + tick / 2),
          persons: (nation) => [claims, other].map((one) => pseudonymTowards(nation, one, scene)),
        });
    const ids = new Set(writes.flatMap(({ put, removed }) => [...put.map(({ id }) => id), ...removed]));
    for (const { nation, put, removed } of writes) {
      for (const record of put) held.get(nation)?.set(record.id, record);
      for (const id of removed) held.get(nation)?.delete(id);
      touched.add(nation);
    }
    const changed = await this.#follow(before, (event) => (ids.has(event.id) ? asIfThereBefore(event, existed) : null));
    await this.#tellOfLost(writes.map(({ nation }) => nation));
    if (ids.size > 0 && !isDeepStrictEqual(changed, writes)) this.#counted += 1;
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
    await writers.write(dice, full, storesOf(held), clock.now);
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
    const { held, full, pruned } = this.#options;
    const reading = this.#reading();
    const shown = new Set([...this.#pruned().values()].flat().map(({ id }) => id));
    for (const nation of nations) {
      const events = await storeOf(full, nation).happened();
      const lost = events.filter(({ id }) => {
        const record = held.get(nation)?.get(id);
        return record !== undefined && !shown.has(id) && asRead(record, reading) !== null;
      });
      if (lost.length > 0) storeOf(pruned, nation).tell(lost, isRead);
    }
  }

  /** By each nation that the reader may have been told something by. When these markers were set is returned. */
  async #mark(step: number, touched: ReadonlySet<string>): Promise<readonly number[]> {
    const { operation, full, pruned, clock } = this.#options;
    const nations = operation.nations.filter((nation) => touched.has(nation));
    for (const nation of nations) {
      const marker = operation.marker(nation, step, clock.now);
      for (const world of [full, pruned]) await storeOf(world, nation).change([marker], []);
      this.#markers.set(nation, clock.now);
    }
    return nations.map(() => clock.now);
  }

  async #compare(
    { sent, due }: Sides,
    moments: readonly number[],
    writes: readonly FrameWrite[],
    resumed: readonly string[] | null,
  ): Promise<FrameFinding | null> {
    const take = async ({ world, reader, told, from }: Side): Promise<readonly Told[]> => {
      const read = this.#track.read(await framesUntil(reader, moments, world), told.at(-1) ?? from);
      told.push(...read);
      return read;
    };
    const [got, wanted] = [await take(sent), await take(due)];
    this.#frames += got.length;
    const [ours, theirs] = [byNation(got), byNation(wanted)];
    return isDeepStrictEqual(ours, theirs) ? null : this.#finding(writes, resumed, [ours, theirs]);
  }

  /** The reader goes away, with the cursor of some frame that came in both worlds. */
  #leave({ sent, due }: Sides): void {
    const { dice } = this.#options;
    const one = sent.told.length > 0 ? dice.pick(sent.told.slice(-6)) : undefined;
    const same = one && alike(due.told, one);
    if (!one || !same) return;
    for (const { reader } of [sent, due]) reader.leave();
    this.#left = { sent: one, due: same };
  }

  /** The reader comes back, and is told up to the last markers. */
  async #resume(sides: Sides, writes: readonly FrameWrite[]): Promise<FrameFinding | null> {
    const left = this.#left;
    if (!left) return null;
    this.#left = null;
    for (const [side, from] of [
      [sides.sent, left.sent],
      [sides.due, left.due],
    ] as const) {
      side.reader = await this.#open(side.world, this.#options.claims, from.cursor);
      side.from = from;
      side.told = [];
    }
    const resumed = [...left.sent.delivered.values()];
    const refusals = [sides.sent.reader.refusal, sides.due.reader.refusal];
    if (refusals.some((refusal) => refusal !== null)) return this.#finding(writes, resumed, refusals);
    const moments = [...this.#markers].flatMap(([nation, moment]) =>
      moment <= momentIn(left.sent.delivered.get(nation) ?? '') ? [] : [moment],
    );
    return this.#compare(sides, moments, writes, resumed);
  }

  async #sideOf(world: FrameWorld): Promise<Side> {
    return { world, reader: await this.#open(world, this.#options.claims, null), from: null, told: [] };
  }

  #open(world: FrameWorld, claims: ReaderClaims, after: string | null): Promise<FrameReader> {
    return world.open(claims, { query: this.#options.operation.query, variables: { after } });
  }

  /** What the stores hold of what the reader may read at that moment. */
  #pruned(at = this.#options.clock.now): Stores {
    return prune(storesOf(this.#options.held), this.#reading(at));
  }

  #reading(at = this.#options.clock.now): Reading {
    const { claims, scene } = this.#options;
    return { ...readingOf(claims, scene), at };
  }

  #finding(
    writes: readonly FrameWrite[],
    resumed: readonly string[] | null,
    [sent, due]: readonly unknown[],
  ): FrameFinding {
    const { operation, claims } = this.#options;
    return { operation: operation.query, reader: claims, writes, resumed, sent, due };
  }

  #result(done: number, finding: FrameFinding | null): FrameResult {
    return { steps: done, counted: this.#counted, frames: this.#frames, finding };
  }
}

/** Of its moment. */
const isFirst = ({ position }: FeedEvent): boolean => parseEventPosition(position)?.turn === 0;

const asIfThereBefore = (event: FeedEvent, existed: ReadonlySet<string>): FeedEvent =>
  event.change === 'inserted' && existed.has(event.id) ? { ...event, change: 'updated' } : event;
