import type { Bench } from './Bench.ts';
import type { ContractFacts } from './ContractFacts.ts';
import { cursorsIn } from './cursorsIn.ts';
import { Dice } from './Dice.ts';
import { fillingOf, fillSlots } from './fillSlots.ts';
import { judge, type Judgement, type Sides } from './judge.ts';
import type { AllianceData, LeakCase, LockMode } from './LeakCase.ts';
import { randomTemplate } from './OperationWriter.ts';
import { prunedFor, type Told } from './prunedFor.ts';
import { randomAccesses } from './randomAccesses.ts';
import { randomReader } from './randomReader.ts';
import { randomRecords } from './randomRecords.ts';
import { randomRegistry } from './randomRegistry.ts';
import { readingOf, sceneOf, strongestAal, type Scene } from './Scene.ts';
import type { Template } from './Template.ts';
import { Watch } from './Watch.ts';

export interface Judged extends Judgement {
  readonly leakCase: LeakCase;
}

const wednesday = Date.parse('2026-06-03T12:00:00.000Z');

/** Plans cost more than answers: operations stay for a while, and each alliance brings fresh ones. */
const poolSize = 40;
const freshOperations = 6;
const readersAnAlliance = 6;
const casesAReader = 28;

/** Cases without end, alliance after alliance; equal seeds give equal cases. */
export class CaseSource {
  readonly #dice: Dice;
  readonly #facts: ContractFacts;
  readonly #lock: LockMode;
  readonly #pool: Template[] = [];

  constructor(seed: number, facts: ContractFacts, lock: LockMode) {
    this.#dice = new Dice(seed);
    this.#facts = facts;
    this.#lock = lock;
  }

  /** All cases of the next alliance, judged one by one. `canFail`: some nations may be down on the bench. */
  async *judgeNext(open: (registryText: string) => Promise<Bench>, canFail: boolean): AsyncGenerator<Judged> {
    const dice = this.#dice.fork();
    this.#freshen(dice);
    const registryText = randomRegistry(dice, wednesday);
    const scene = sceneOf({ registryText, now: wednesday });
    const readers = dice.times(readersAnAlliance, (index) => randomReader(dice, scene, index));
    const records = randomRecords(dice, scene, readers);
    const alliance: AllianceData = { registryText, now: wednesday, records, accesses: randomAccesses(dice, records) };
    const bench = await open(registryText);
    const full = await bench.load('full', scene, storesOf(alliance), toldOf(alliance, scene));
    for (const reader of readers) {
      const sides: Sides = { full, ...(await prunedSides(bench, scene, { alliance, reader, lock: this.#lock })) };
      const down = canFail && dice.percent(8) ? [dice.pick([...scene.directories.keys()])] : [];
      yield* this.#judgeReader(dice, sides, { lock: this.#lock, alliance, reader, down }, scene);
    }
  }

  async *#judgeReader(
    dice: Dice,
    sides: Sides,
    about: Omit<LeakCase, 'operation'>,
    scene: Scene,
  ): AsyncGenerator<Judged> {
    const filling = fillingOf(this.#facts, this.#lock, about.alliance, [...scene.registry.parties.keys()]);
    for (let made = 0; made < casesAReader;) {
      const template = dice.pick(this.#pool);
      const variables = fillSlots(dice, template, filling);
      const leakCase: LeakCase = { ...about, operation: { query: template.query, variables } };
      const judged = { ...(await judge(sides, leakCase)), leakCase };
      made += 1;
      yield judged;
      const places = minted(dice, template, judged);
      if (places === null) continue;
      const further = { ...leakCase, operation: { query: template.query, variables: { ...variables, ...places } } };
      made += 1;
      yield { ...(await judge(sides, further)), leakCase: further };
    }
  }

  #freshen(dice: Dice): void {
    const count = this.#pool.length === 0 ? poolSize : freshOperations;
    this.#pool.push(...dice.times(count, () => randomTemplate(dice, this.#facts, this.#lock)));
    this.#pool.splice(0, this.#pool.length - poolSize);
  }
}

/** Cursors that an all-seeing reader of the same class was given, at hidden rows or not. Null: there are none. */
function minted(dice: Dice, { slots }: Template, { unlocked }: Judgement): Record<string, string> | null {
  const found = slots.flatMap(({ name, list }) => {
    const cursors = list === null ? [] : cursorsIn(unlocked.body, list);
    return cursors.length > 0 ? [[name, dice.pick(cursors)] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** One case by itself. */
export async function replay(leakCase: LeakCase, bench: Bench): Promise<Judgement> {
  const { alliance } = leakCase;
  const scene = sceneOf(alliance);
  const full = await bench.load('full', scene, storesOf(alliance), toldOf(alliance, scene));
  return judge({ full, ...(await prunedSides(bench, scene, leakCase)) }, leakCase);
}

export const storesOf = ({ records }: AllianceData) => new Map(Object.entries(records));

export const toldOf = ({ accesses }: AllianceData, { registry }: Scene): Told => ({ registry, accesses });

export async function prunedSides(
  bench: Bench,
  scene: Scene,
  { alliance, reader, lock }: Pick<LeakCase, 'alliance' | 'reader' | 'lock'>,
): Promise<Omit<Sides, 'full'>> {
  const prunedAt = (aal: number) =>
    prunedFor(storesOf(alliance), toldOf(alliance, scene), readingOf(reader, scene, aal), lock);
  const strong = prunedAt(strongestAal(reader, scene));
  const present = prunedAt(reader.aal);
  const watch = new Watch({ stores: storesOf(alliance), reading: readingOf(reader, scene), lock, readable: present });
  const onStrong = await bench.load('strong', scene, strong.stores, strong.told);
  if (JSON.stringify([...present.stores]) === JSON.stringify([...strong.stores]))
    return { strong: onStrong, present: onStrong, watch };
  return { strong: onStrong, present: await bench.load('present', scene, present.stores, present.told), watch };
}
