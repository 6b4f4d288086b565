import { isDeepStrictEqual } from 'node:util';
import type { LoadedContract } from '../../../gateway/federation/LoadedContract.ts';
import { countOf, prune } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { randomReader } from '../randomReader.ts';
import { randomRecords } from '../randomRecords.ts';
import { randomRegistry } from '../randomRegistry.ts';
import { readingOf, sceneOf } from '../Scene.ts';
import { frameOperations } from './frameOperations.ts';
import { framesUntil, NoMarker } from './framesUntil.ts';
import { FrameStore } from './FrameStore.ts';
import { alike, byNation, FrameTrack, momentIn, type Told } from './FrameTrack.ts';
import { FrameWriters } from './FrameWriters.ts';
import { FrameWorld, type FrameReader } from './FrameWorld.ts';
import { heldAtFirst, storesOf } from './heldAtFirst.ts';
import type { OutboxStores } from './OutboxStore.ts';
import type { FrameWrite } from './randomWrite.ts';
import { momentOf, steps, tick, TwinStores, wednesday, type TwinStoresOptions } from './TwinStores.ts';

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
 * for a reader who leaves and goes on behind a cursor.
 */
export async function frameCase(dice: Dice, contract: LoadedContract, outboxes: OutboxStores): Promise<FrameResult> {
  const played = await FrameCase.begin(dice, contract, outboxes);
  try {
    return await played.play();
  } finally {
    await played.stop();
  }
}

class FrameCase {
  readonly #options: TwinStoresOptions;
  readonly #stores: TwinStores;
  readonly #track: FrameTrack;
  /** Where the reader stopped who is away. */
  #left: { readonly sent: Told; readonly due: Told } | null = null;
  #frames = 0;

  private constructor(options: TwinStoresOptions) {
    this.#options = options;
    this.#stores = new TwinStores(options);
    this.#track = new FrameTrack(options.claims, options.scene, options.operation);
  }

  static async begin(dice: Dice, contract: LoadedContract, outboxes: OutboxStores): Promise<FrameCase> {
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
        const setting = { stores: outboxes, scene, clock: () => clock.now };
        stores.set(nation, await FrameStore.open(nation, `${name}-${place}`, setting));
      }
      return new FrameWorld(contract, scene, stores, () => clock.now);
    };
    const [full, pruned] = [await open('full'), await open('pruned')];
    return new FrameCase({ dice, scene, operation, nations, held, claims, other, writers, full, pruned, clock });
  }

  async play(): Promise<FrameResult> {
    const { full, pruned, other, clock } = this.#options;
    await this.#stores.fill();
    clock.now += tick;
    // They are told first.
    await this.#open(full, other, null);
    const sides = { sent: await this.#sideOf(full), due: await this.#sideOf(pruned) };
    const refusals = [sides.sent.reader.refusal, sides.due.reader.refusal];
    if (refusals.some((refusal) => refusal !== null))
      return this.#result(0, refusals[0] === refusals[1] ? null : this.#finding([], null, refusals));
    for (let step = 1; step <= steps; step += 1) {
      const finding = await this.#step(step, sides).catch(withoutMarker);
      if (finding instanceof NoMarker)
        return this.#result(step, this.#finding([], null, [finding.message, 'a marker']));
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

  /** Labels give way to others, somebody writes, everybody is told of markers; then it is compared what the reader got. */
  async #step(step: number, sides: Sides): Promise<FrameFinding | null> {
    const { dice, clock } = this.#options;
    const touched = new Set<string>();
    clock.now = momentOf(step, 1);
    await this.#stores.giveWay(touched);
    clock.now = momentOf(step, 2);
    const writes = await this.#stores.write(step, touched);
    clock.now = momentOf(step, 3);
    const marked = await this.#stores.mark(step, touched);
    if (this.#left) return step === steps || dice.percent(50) ? this.#resume(sides, writes) : null;
    const finding = await this.#compare(sides, marked, writes, null);
    if (finding === null && step < steps && dice.percent(25)) this.#leave(sides);
    return finding;
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
    const isDue = (told: Told): boolean => resumed === null || !this.#stores.isCaughtUpOn(told);
    const [ours, theirs] = [byNation(got.filter(isDue)), byNation(wanted.filter(isDue))];
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
    const moments = [...this.#stores.markers].flatMap(([nation, moment]) =>
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

  #finding(
    writes: readonly FrameWrite[],
    resumed: readonly string[] | null,
    [sent, due]: readonly unknown[],
  ): FrameFinding {
    const { operation, claims } = this.#options;
    return { operation: operation.query, reader: claims, writes, resumed, sent, due };
  }

  #result(done: number, finding: FrameFinding | null): FrameResult {
    return { steps: done, counted: this.#stores.counted, frames: this.#frames, finding };
  }
}

/** That what everybody may see did not come is a difference, too. */
function withoutMarker(error: unknown): NoMarker {
  if (error instanceof NoMarker) return error;
  throw error;
}
