import { getNamedType } from 'graphql';
import type { Stores } from '../support/oracle/prune.ts';
import type { Bench, Loaded } from './Bench.ts';
import { Observers } from './breachOf.ts';
import { canary } from './canaries.ts';
import type { ContractFacts } from './ContractFacts.ts';
import { Conversation } from './Conversation.ts';
import type { Dice } from './Dice.ts';
import { fillingOf, fillSlots } from './fillSlots.ts';
import { judge, locksOf, type Judgement, type Sides } from './judge.ts';
import type { AllianceData, LeakCase, LockMode, Operation, ReaderClaims, Turn } from './LeakCase.ts';
import { randomInput, type WriterKnowledge } from './randomInput.ts';
import { randomReader } from './randomReader.ts';
import { labelWordsOf, pseudonymTowards } from './randomRecords.ts';
import { readingOf, type Scene } from './Scene.ts';
import { prunedSides, watchOver } from './sidesOf.ts';
import type { Template } from './Template.ts';

export interface WriteWorld {
  readonly bench: Bench;
  readonly scene: Scene;
  readonly alliance: AllianceData;
  readonly full: Loaded;
  readonly writers: readonly ReaderClaims[];
  readonly readers: readonly ReaderClaims[];
}

export interface Pools {
  readonly mutations: readonly Template[];
  readonly questions: readonly Template[];
}

export type WriteJudged = Pick<Judgement, 'counts' | 'finding'> & { readonly leakCase: LeakCase };

/** Marks of records end far below. */
const firstFreshMark = 2_000_000;

/** People of nations that keep records, with all roles: who may do nothing shows nothing. */
export function randomWriters(dice: Dice, scene: Scene, count: number): readonly ReaderClaims[] {
  return dice.times(count, (index) => {
    for (let attempt = 0; ; attempt += 1) {
      const reader = randomReader(dice, scene, 100 + index);
      if (!scene.directories.has(reader.nation) && attempt < 30) continue;
      const roles = scene.facts.bodies.get(reader.nation)?.vouches?.roles ?? [];
      return dice.percent(80) ? { ...reader, roles: [...roles] } : reader;
    }
  });
}

/** Records as they would be after a life of writes: some were made from others, some may be sent again. */
export function withPast(
  dice: Dice,
  records: AllianceData['records'],
  scene: Scene,
  writers: readonly ReaderClaims[],
): AllianceData['records'] {
  return Object.fromEntries(
    Object.entries(records).map(([nation, own]) => {
      const tickets = writers.flatMap((writer) =>
        ['ticket 1', 'ticket 2'].map((ticket) => ({
          author: pseudonymTowards(nation, writer, scene),
          reference: `Incident ${ticket}`,
        })),
      );
      return [
        nation,
        own.map((record) => {
          const sentAs = record.__typename === 'Incident' && dice.percent(40) ? tickets.pop() : undefined;
          const isMade = record.label !== 'UNLABELLED' && dice.percent(25);
          return { ...record, ...(sentAs && { sentAs }), ...(isMade && { leastLabel: record.label }) };
        }),
      ];
    }),
  );
}

/** What people write, and what they and others read afterwards. */
export class WriteCases {
  readonly #dice: Dice;
  readonly #facts: ContractFacts;
  readonly #lock: LockMode;
  readonly #world: WriteWorld;
  readonly #pools: Pools;
  #marks = firstFreshMark;

  constructor(dice: Dice, facts: ContractFacts, lock: LockMode, world: WriteWorld, pools: Pools) {
    this.#dice = dice;
    this.#facts = facts;
    this.#lock = lock;
    this.#world = world;
    this.#pools = pools;
  }

  async *judge(count: number, down: readonly string[]): AsyncGenerator<WriteJudged> {
    const { bench, scene, alliance, full, writers } = this.#world;
    for (const writer of writers) {
      const sides: Sides = {
        full,
        ...(await prunedSides(bench, scene, { alliance, reader: writer, lock: this.#lock })),
      };
      for (let made = 0; made < count; made += 1) yield* this.#conversation(sides, writer, down);
    }
  }

  async *#conversation(sides: Sides, writer: ReaderClaims, down: readonly string[]): AsyncGenerator<WriteJudged> {
    const dice = this.#dice;
    const { scene, alliance, readers } = this.#world;
    const about = { lock: this.#lock, alliance, reader: writer, down, observers: readers };
    const observers = new Observers(
      readingOf(writer, scene),
      readers.map((reader) => readingOf(reader, scene)),
    );
    const conversation = await Conversation.begin({
      sides,
      about,
      observers,
      watchOver: (stores) => watchOver(stores, scene, about),
    });
    const said: Turn[] = [];
    const versions = new Map<string, string[]>();
    const writes = dice.weighted([
      [5, 1],
      [4, 2],
      [2, 3],
    ] as const);
    for (let write = 0; write < writes; write += 1) {
      const questions = dice.below(3);
      for (let step = 0; step <= questions; step += 1) {
        const operation =
          step === 0
            ? await this.#write(conversation.held, conversation.readable, versions, writer, sides.full, down)
            : this.#question(conversation.held);
        const { finding } = await conversation.ask(operation);
        const leakCase = { ...about, operation, earlier: [...said] };
        said.push({ by: writer, operation });
        if (finding !== null) {
          yield { counts: true, finding, leakCase };
          return;
        }
      }
    }
    if (dice.percent(40)) yield* this.#secondReader(sides.full, conversation.held, said, down);
    const last = said.at(-1);
    if (last === undefined) return;
    const leakCase = { ...about, operation: last.operation, earlier: said.slice(0, -1) };
    yield { counts: await conversation.counts(), finding: null, leakCase };
  }

  /** What is there after the writes is as tight for another reader as what was there before. */
  async *#secondReader(
    full: Loaded,
    held: Stores,
    earlier: readonly Turn[],
    down: readonly string[],
  ): AsyncGenerator<WriteJudged> {
    const { bench, scene, alliance, readers } = this.#world;
    const reader = this.#dice.pick(readers);
    const later = { ...alliance, records: Object.fromEntries(held) };
    const about = { lock: this.#lock, alliance: later, reader };
    const sides = { full, ...(await prunedSides(bench, scene, about, 'later')) };
    for (let left = this.#dice.below(3); left >= 0; left -= 1) {
      const leakCase = { ...about, alliance, operation: this.#question(held), earlier, down };
      const { counts, finding } = await judge(sides, leakCase);
      yield { counts, finding, leakCase };
    }
  }

  async #write(
    held: Stores,
    readable: ReadonlySet<string>,
    versions: Map<string, string[]>,
    writer: ReaderClaims,
    full: Loaded,
    down: readonly string[],
  ): Promise<Operation> {
    const { scene, readers, writers } = this.#world;
    const template = this.#dice.pick(this.#pools.mutations);
    const system = full.system(locksOf(this.#lock), down);
    const knowledge: WriterKnowledge = {
      facts: this.#facts,
      nation: writer.nation,
      records: [...held.values()].flat(),
      readable,
      words: labelWordsOf(scene, [...readers, ...writers]),
      codes: [...scene.registry.parties.keys()],
      now: scene.now,
      freshText: () => `${this.#dice.pick(['Wiper', 'amber', 'heron'])} ${canary(this.#marks++)}`,
      versionsOf: async (record) => {
        const known = versions.get(record.id) ?? [];
        versions.set(record.id, known);
        const query = versionQuery(this.#facts, record.__typename);
        if (query === null) return known;
        const { body } = await system.ask(writer, { query, variables: { id: record.id } });
        const version = /"version":"([^"]+)"/.exec(body)?.[1];
        if (version !== undefined && known[0] !== version) known.unshift(version);
        return known;
      },
    };
    return { query: template.query, variables: await randomInput(this.#dice, template, knowledge) };
  }

  #question(held: Stores): Operation {
    const { scene, alliance } = this.#world;
    const template = this.#dice.pick(this.#pools.questions);
    const before = new Set(Object.values(alliance.records).flat());
    const favourites = new Set([...held.values()].flat().flatMap((record) => (before.has(record) ? [] : [record.id])));
    const filling = fillingOf(this.#facts, this.#lock, { records: Object.fromEntries(held), now: scene.now }, [
      ...scene.registry.parties.keys(),
    ]);
    return { query: template.query, variables: fillSlots(this.#dice, template, { ...filling, favourites }) };
  }
}

/** Asks for the version of one record; null: its type has none. */
export function versionQuery({ schema }: ContractFacts, typeName: string): string | null {
  const type = schema.getType(typeName);
  if (!type || !('getFields' in type) || !('version' in type.getFields())) return null;
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  const root = roots.find((field) => getNamedType(field.type).name === typeName && field.args[0]?.name === 'id');
  return root ? `query Version($id: ID!) { ${root.name}(id: $id) { version } }` : null;
}
