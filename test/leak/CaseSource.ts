import type { Bench } from './Bench.ts';
import type { ContractFacts } from './ContractFacts.ts';
import { cursorsIn } from './cursorsIn.ts';
import { Dice } from './Dice.ts';
import { fillingOf, fillSlots } from './fillSlots.ts';
import { judge, type Judgement, type Sides } from './judge.ts';
import type { AllianceData, LeakCase, LockMode } from './LeakCase.ts';
import { randomMutation, randomTemplate } from './OperationWriter.ts';
import { randomAccesses } from './randomAccesses.ts';
import { randomReader } from './randomReader.ts';
import { randomRecords } from './randomRecords.ts';
import { randomRegistry } from './randomRegistry.ts';
import { sceneOf, type Scene } from './Scene.ts';
import { prunedSides, storesOf, toldOf } from './sidesOf.ts';
import type { Template } from './Template.ts';
import { randomWriters, WriteCases, withPast, type WriteJudged } from './WriteCases.ts';

export interface Judged extends Judgement {
  readonly leakCase: LeakCase;
}

const wednesday = Date.parse('2026-06-03T12:00:00.000Z');

/** Plans cost more than answers: operations stay for a while, and each alliance brings fresh ones. */
const poolSize = 40;
const freshOperations = 6;
const readersAnAlliance = 6;
const casesAReader = 28;
const writersAnAlliance = 3;

/** Cases without end, alliance after alliance; equal seeds give equal cases. */
export class CaseSource {
  readonly #dice: Dice;
  readonly #facts: ContractFacts;
  readonly #lock: LockMode;
  readonly #pool: Template[] = [];
  readonly #mutations: Template[] = [];
  readonly #writes: number;

  /** `writes`: how many cases in a hundred are what somebody writes and reads afterwards. */
  constructor(seed: number, facts: ContractFacts, lock: LockMode, writes = 0) {
    this.#writes = writes;
    this.#dice = new Dice(seed);
    this.#facts = facts;
    this.#lock = lock;
  }

  /** All cases of the next alliance, judged one by one. `canFail`: some nations may be down on the bench. */
  async *judgeNext(open: (registryText: string) => Promise<Bench>, canFail: boolean): AsyncGenerator<WriteJudged> {
    const dice = this.#dice.fork();
    this.#freshen(dice);
    const registryText = randomRegistry(dice, wednesday);
    const scene = sceneOf({ registryText, now: wednesday });
    const readers = dice.times(readersAnAlliance, (index) => randomReader(dice, scene, index));
    const plain = randomRecords(dice, scene, readers);
    const accesses = randomAccesses(dice, plain);
    const writers = this.#writes > 0 ? randomWriters(dice, scene, writersAnAlliance) : [];
    const records = writers.length > 0 ? withPast(dice, plain, scene, writers) : plain;
    const alliance: AllianceData = { registryText, now: wednesday, records, accesses };
    const bench = await open(registryText);
    const full = await bench.load('full', scene, storesOf(alliance), toldOf(alliance, scene));
    if (writers.length > 0 && canFail) {
      const world = { bench, scene, alliance, full, writers, readers };
      const pools = { mutations: this.#mutations, questions: this.#pool };
      const down = dice.percent(5) ? [dice.pick([...scene.directories.keys()])] : [];
      const cases = new WriteCases(dice, this.#facts, this.#lock, world, pools);
      yield* cases.judge(conversationsFor(this.#writes), down);
    }
    for (const reader of this.#writes === 100 ? [] : readers) {
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
    if (this.#writes === 0) return;
    const fresh = this.#mutations.length === 0 ? poolSize : freshOperations;
    this.#mutations.push(...dice.times(fresh, () => randomMutation(dice, this.#facts, this.#lock)));
    this.#mutations.splice(0, this.#mutations.length - poolSize);
  }
}

/** How often each writer comes to speak, so that their cases are so many in a hundred. */
const conversationsFor = (writes: number): number =>
  writes === 100
    ? casesAReader
    : Math.max(1, Math.round((readersAnAlliance * casesAReader * writes) / (100 - writes) / writersAnAlliance));

/** Cursors that an all-seeing reader of the same class was given, at hidden rows or not. Null: there are none. */
function minted(dice: Dice, { slots }: Template, { unlocked }: Judgement): Record<string, string> | null {
  const found = slots.flatMap(({ name, list }) => {
    const cursors = list === null ? [] : cursorsIn(unlocked.body, list);
    return cursors.length > 0 ? [[name, dice.pick(cursors)] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}
