import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { askedAs, releasable } from '../../subgraphs/releases/releasable.ts';
import { checkRecord } from '../../subgraphs/runtime/checkRecord.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import type { RecordType } from '../../subgraphs/runtime/RecordType.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';
import { canary } from './canaries.ts';
import type { Dice } from './Dice.ts';
import type { ReaderClaims } from './LeakCase.ts';
import { randomLabel, type LabelWords } from './randomLabel.ts';
import { directoryIn, pseudonymOf, type Scene } from './Scene.ts';

const day = 86_400_000;
const digits = '0123456789abcdefghjkmnpqrstvwxyz'.split('');

/** Few, so that records tie, match each other's filters and repeat each other's texts. */
const words = [
  'amber',
  'Amber HERON',
  'ÄPFEL straße',
  'ﬁnal blow',
  'T1078',
  'CVE-2026-1',
  'heron',
  '\u{1F43B} "bear" \\',
  '%_',
];

/** Records of every type of the contract for every nation that serves them. */
export function randomRecords(
  dice: Dice,
  scene: Scene,
  readers: readonly ReaderClaims[],
): Readonly<Record<string, readonly StoredRecord[]>> {
  const { types } = nationContract();
  const nations = [...scene.directories.keys()];
  const ids = new Map<string, string[]>();
  for (const type of types.values()) {
    const made = nations.flatMap((nation) => dice.times(howMany(dice, type), () => randomId(dice, nation, type)));
    ids.set(type.name, [...new Set(made)]);
  }
  const labelWords = labelWordsOf(scene, readers);
  let marks = 0;
  const mark = (): string => canary(marks++);
  const patterns = words.slice(0, 3).map((word) => `${word} ${mark()}`);
  return Object.fromEntries(
    nations.map((nation) => {
      const palette = dice.times(6 + dice.below(12), () => randomLabel(dice, nation, labelWords));
      const writer = new RecordWriter(dice, scene, nation, palette, ids, mark, patterns);
      const own = [...ids].flatMap(([type, all]) =>
        all.filter((id) => id.startsWith(`${nation}:`)).map((id) => ({ type, id })),
      );
      return [nation, own.map(({ type, id }) => writer.write(types.get(type), id))];
    }),
  );
}

/** Everybody and everything that labels may name in this alliance. */
export function labelWordsOf(scene: Scene, readers: readonly ReaderClaims[]): LabelWords {
  const { parties, agreements } = scene.registry;
  return {
    bodies: [...parties.keys()],
    groups: ['NATO', 'CYBER-DEFENCE', 'ATLANTIS', ...agreements.map(({ code }) => code)],
    persons: (owner) => readers.map((reader) => pseudonymTowards(owner, reader, scene)),
    now: scene.now,
  };
}

/** By what the owner of a record knows this reader. */
export const pseudonymTowards = (owner: string, reader: ReaderClaims, scene: Scene): string =>
  pseudonymOf({ ...reader, issuer: issuerOf(reader, scene), subject: reader.sub }, owner);

const issuerOf = ({ nation }: ReaderClaims, { registry }: Scene): string =>
  registry.parties.get(nation)?.issuer?.url ?? '';

const howMany = (dice: Dice, { name }: RecordType): number => dice.below(name === 'Incident' ? 12 : 6);

/** Nations share the ends of ids, so that what comes after nation in an order shows. */
const randomId = (dice: Dice, nation: string, { kind }: RecordType): string =>
  `${nation}:${kind}:${'0'.repeat(24)}${dice.pick(digits)}${dice.pick(digits)}`;

class RecordWriter {
  readonly #dice: Dice;
  readonly #scene: Scene;
  readonly #nation: string;
  readonly #palette: readonly string[];
  readonly #ids: ReadonlyMap<string, readonly string[]>;
  readonly #mark: () => string;
  /** Indicators that several have in common. */
  readonly #patterns: readonly string[];

  constructor(
    dice: Dice,
    scene: Scene,
    nation: string,
    palette: readonly string[],
    ids: ReadonlyMap<string, readonly string[]>,
    mark: () => string,
    patterns: readonly string[],
  ) {
    this.#dice = dice;
    this.#scene = scene;
    this.#nation = nation;
    this.#palette = palette;
    this.#ids = ids;
    this.#mark = mark;
    this.#patterns = patterns;
  }

  write(type: RecordType | undefined, id: string): StoredRecord {
    if (type === undefined) throw new TypeError(`no type for ${id}`);
    const label = this.#dice.percent(6) ? 'UNLABELLED' : this.#label(type.name);
    const fields = Object.fromEntries(
      [...type.fields].filter((name) => name !== 'id').map((name) => [name, this.#field(type, name)]),
    );
    const one = type.name === 'ReleaseRequest' && this.#dice.percent(95) ? this.#aboutOne() : {};
    const record: StoredRecord = { ...fields, ...one, __typename: type.name, id, label, portions: {} };
    const problem = this.#problem(record);
    if (problem !== null) throw new TypeError(`${problem}: ${JSON.stringify(record)}`);
    return { ...record, portions: this.#portions(record, type) };
  }

  /** A request for release asks for one field of one record, mostly of another nation. */
  #aboutOne(): Readonly<Record<string, unknown>> {
    const asked = this.#dice.pick(askedAs);
    const { type, fields } = releasable[asked];
    const names = askedAs.map((as) => [as, as === asked ? this.#someId(type, 5) : null] as const);
    const open = this.#dice.percent(60) ? { status: 'OPEN' } : {};
    return { ...Object.fromEntries(names), ...open, field: this.#dice.pick(fields) };
  }

  /** What nations compare, several of them must be let know. */
  #label(typeName: string): string {
    const nations = [...this.#scene.directories.keys()].toSorted().join();
    return this.#dice.percent(openly.get(typeName) ?? 0)
      ? `NU REL TO ${nations} ORIGINATOR ${this.#nation} CREATED 2025-11-01`
      : this.#dice.pick(this.#palette);
  }

  /** Labels that the store takes for portions of this record: none weaker than its own. */
  #portions(record: StoredRecord, type: RecordType): Readonly<Record<string, string>> {
    if (record.label === 'UNLABELLED') return {};
    const marked = [...type.portions].filter((field) => record[field] !== null && this.#dice.percent(40));
    return Object.fromEntries(
      marked.flatMap((field) => {
        const candidates = [
          this.#dice.pick(this.#palette),
          this.#dice.pick(this.#palette),
          stricter(this.#dice, record.label),
        ];
        const fit = candidates.find((text) => this.#problem({ ...record, portions: { [field]: text } }) === null);
        return fit === undefined ? [] : [[field, fit]];
      }),
    );
  }

  #problem(record: StoredRecord): string | null {
    const { schema, types } = nationContract();
    const directory = directoryIn(this.#scene, this.#nation);
    const checked = checkRecord(record, { nation: this.#nation, schema, types, directory, now: this.#scene.now });
    return 'problem' in checked ? checked.problem : null;
  }

  #field(type: RecordType, name: string): unknown {
    const contract = nationContract().schema.getType(type.name);
    const field = isObjectType(contract) ? contract.getFields()[name] : undefined;
    const target = field
      ? getNamedType(field.type).name
      : `${name[0]?.toUpperCase()}${name.slice(1).replace(/s$/, '')}`;
    if (type.name === 'Indicator' && ['type', 'pattern'].includes(name) && this.#dice.percent(80))
      return name === 'type' ? 'DOMAIN' : this.#dice.pick(this.#patterns);
    if (type.references.includes(name) && target !== 'Agreement')
      return this.#reference(target === 'Request' ? 'CapabilityRequest' : target, type, name);
    return field ? this.#value(field.type, type.portions.has(name)) : null;
  }

  #reference(target: string, type: RecordType, name: string): unknown {
    const dice = this.#dice;
    const contract = nationContract().schema.getType(type.name);
    const field = isObjectType(contract) ? contract.getFields()[name] : undefined;
    const several = name === 'teams' || (field !== undefined && isListType(getNullableType(field.type)));
    if (several) return [...new Set(dice.times(dice.below(4), () => this.#someId(target)))];
    if (dice.percent(12) && !type.visibleWith.has(name)) return null;
    return this.#someId(target, parts.has(type.name) ? 95 : type.name === 'IndicatorSighting' ? 80 : 55);
  }

  /** Of a record of the own nation (by that chance), of another, or of one that is not there. */
  #someId(typeName: string, ownChance = 55): string {
    const dice = this.#dice;
    const all = this.#ids.get(typeName) ?? [];
    const own = all.filter((id) => id.startsWith(`${this.#nation}:`));
    const kind = nationContract().types.get(typeName)?.kind ?? 'i';
    if (all.length === 0 || dice.percent(5)) return `${dice.pick(['EST', 'USA', 'LVA'])}:${kind}:${'0'.repeat(24)}zz`;
    const known = own.length > 0 && dice.percent(ownChance) ? own : all;
    return dice.pick(dice.percent(60) ? known.slice(0, 2) : known);
  }

  #value(type: GraphQLOutputType, isPortion: boolean): unknown {
    const dice = this.#dice;
    const { parties, agreements } = this.#scene.registry;
    if (!isNonNullType(type) && dice.percent(isPortion ? 20 : 25)) return null;
    const nullable = getNullableType(type);
    const named = getNamedType(type);
    if (isListType(nullable)) {
      const items = dice.times((isPortion ? 1 : 0) + dice.below(3), () => this.#value(nullable.ofType, isPortion));
      return named.name === 'Nation' || named.name === 'Agreement'
        ? [...new Set(items.filter((item) => item !== null))]
        : items.filter((item) => item !== null);
    }
    if (named.name === 'Nation') return dice.pick([...parties.keys()]);
    if (named.name === 'Agreement')
      return dice.percent(90) && agreements.length > 0 ? dice.pick(agreements).id : `ALLIANCE:g:${'z'.repeat(26)}`;
    if (isEnumType(nullable)) return dice.pick(nullable.getValues().slice(0, 4)).name;
    if (!isObjectType(nullable)) return this.#scalar(nullable.toString());
    const fields = Object.values(nullable.getFields());
    return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, false)]));
  }

  #scalar(name: string): unknown {
    const dice = this.#dice;
    switch (name) {
      case 'Boolean':
        return dice.percent(30);
      case 'Int':
      case 'Long':
        return dice.below(4);
      case 'Float':
        return dice.below(4) / 2;
      case 'DateTime':
        return new Date(this.#scene.now + (dice.percent(2) ? day : -day * dice.below(5))).toISOString();
      case 'PartialDate':
        return dice.pick(['2025', '2025-11', '2025-11-30']);
      case 'JSON':
        return JSON.stringify({ original: this.#text(), numbers: [dice.below(3)] });
      default:
        return this.#text();
    }
  }

  /** Most texts bear a mark of their own; the others tie, match and repeat each other. */
  #text(): string {
    const word = this.#dice.pick(words);
    return this.#dice.percent(70) ? `${word} ${this.#mark()}` : word;
  }
}

/** In percent: how many are for all nations that serve. */
const openly = new Map([
  ['Incident', 15],
  ['Indicator', 50],
  ['IndicatorSighting', 50],
  ['ReleaseRequest', 40],
]);

/** Kept with a record of the same nation: for another's they say nothing. */
const parts = new Set(['TimelineEntry', 'Indicator', 'Objective', 'Team', 'Inject', 'CapabilityOffer']);

/** The label of the record with a higher level or one more category. */
function stricter(dice: Dice, label: string): string {
  const level = label.split(' ', 1)[0] ?? 'NU';
  const raised = label.replace(level, dice.pick(['NC', 'NS', 'CTS']));
  const marking = parseMarking(raised);
  return marking && marking.label !== 'UNLABELLED' && labelProblem(marking.label) === null ? raised : label;
}
