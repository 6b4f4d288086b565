import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { askedRecord } from '../../subgraphs/releases/askedRecord.ts';
import { askedAs } from '../../subgraphs/releases/releasable.ts';
import { ownerOf, type StoredRecord } from '../support/oracle/prune.ts';
import type { ContractFacts } from './ContractFacts.ts';
import type { Dice } from './Dice.ts';
import { labelInputOf } from './labelInputOf.ts';
import { randomLabel, type LabelWords } from './randomLabel.ts';
import type { Template } from './Template.ts';

/** What a writer knows, and what they would like to know. */
export interface WriterKnowledge {
  readonly facts: ContractFacts;
  readonly nation: string;
  /** Everything that there is, hidden or not. */
  readonly records: readonly StoredRecord[];
  /** Ids of what the writer reads. */
  readonly readable: ReadonlySet<string>;
  readonly words: LabelWords;
  readonly codes: readonly string[];
  readonly now: number;
  /** The version that the writer reads of a record now, and those that they read before. */
  readonly versionsOf: (record: StoredRecord) => Promise<readonly string[]>;
  /** A text that stands nowhere yet. */
  readonly freshText: () => string;
}

/** Values for the variables of a mutation, so that many of them are carried out and the others nearly. */
export async function randomInput(
  dice: Dice,
  { query, slots }: Template,
  knowledge: WriterKnowledge,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { name, type, coordinate, hasDefault } of slots) {
    if (hasDefault && dice.percent(50)) continue;
    if (coordinate?.startsWith('Mutation.') !== true) {
      values[name] = coordinate === null ? dice.percent(60) : plainValue(type);
      continue;
    }
    values[name] = await new InputWriter(dice, knowledge, coordinate).write(type);
  }
  return query === '' ? {} : values;
}

/** Of an argument of a field below a payload: it is what was written that matters here. */
const plainValue = (type: GraphQLInputType): unknown =>
  String(getNullableType(type)) === 'Int' ? 5 : isInputObjectType(getNullableType(type)) ? {} : null;

/** One argument of one field of `Mutation`. */
class InputWriter {
  readonly #dice: Dice;
  readonly #knowledge: WriterKnowledge;
  readonly #mutation: string;
  /** The field by which the nation is found, in the input. */
  readonly #routed: string | undefined;
  /** Records that the input names so far, the one to change first. */
  readonly #named: StoredRecord[] = [];
  #target: StoredRecord | undefined;
  /** The label that the record will have. */
  #label: string | undefined;

  constructor(dice: Dice, knowledge: WriterKnowledge, coordinate: string) {
    this.#dice = dice;
    this.#knowledge = knowledge;
    this.#mutation = coordinate.split('.')[1] ?? '';
    this.#routed = knowledge.facts.routes.get(`Mutation.${this.#mutation}`)?.split('.').at(-1);
  }

  async write(type: GraphQLInputType): Promise<unknown> {
    const named = getNamedType(type);
    return isInputObjectType(named) ? this.#object(named) : null;
  }

  /** Ids come first, for what else is written depends on them; labels before the portions that depend on those. */
  async #object(type: GraphQLInputObjectType): Promise<Record<string, unknown>> {
    const { facts } = this.#knowledge;
    const isReference = (name: string): boolean => facts.references.has(`${type.name}.${name}`);
    const order = (name: string): number =>
      name === this.#routed ? 0 : isReference(name) ? 1 : name === 'label' ? 2 : name === 'portions' ? 4 : 3;
    const fields = Object.values(type.getFields()).toSorted((a, b) => order(a.name) - order(b.name));
    const values: Record<string, unknown> = {};
    const others = this.#notAskedFor(type);
    for (const field of fields) {
      if (others.has(field.name)) continue;
      const needed =
        (isNonNullType(field.type) && field.defaultValue === undefined) || (others.size > 0 && isReference(field.name));
      const chance = { version: 80, label: 55, portions: 50, clientReference: 50 }[field.name] ?? 40;
      if (!needed && !this.#dice.percent(chance)) continue;
      values[field.name] = await this.#value(field.type, `${type.name}.${field.name}`, values);
    }
    return values;
  }

  /** A release is asked for of one record, mostly. */
  #notAskedFor({ name }: GraphQLInputObjectType): ReadonlySet<string> {
    if (name !== 'RequestReleaseInput' || this.#dice.percent(10)) return new Set();
    const asked = this.#dice.pick(askedAs);
    return new Set(askedAs.filter((as) => as !== asked));
  }

  async #value(type: GraphQLInputType, coordinate: string, given: Record<string, unknown>): Promise<unknown> {
    const dice = this.#dice;
    const name = coordinate.split('.').at(-1) ?? '';
    const nullable = getNullableType(type);
    const target = this.#knowledge.facts.references.get(coordinate);
    if (!isNonNullType(type) && dice.percent(8)) return null;
    if (isListType(nullable)) {
      if (name === 'portions') return this.#portions(given);
      const known = dice.percent(35) ? this.#known(name, nullable) : undefined;
      if (known !== undefined) return known;
      const items: unknown[] = [];
      for (let left = dice.below(3); left >= 0; left -= 1)
        items.push(await this.#value(nullable.ofType, coordinate, given));
      return items;
    }
    if (target !== undefined) return this.#id(target, name === this.#routed);
    const known = dice.percent(35) ? this.#known(name, nullable) : undefined;
    if (known !== undefined) return known;
    if (isEnumType(nullable)) return this.#enumValue(nullable, name);
    if (isInputObjectType(nullable))
      return nullable.name === 'LabelInput' ? this.#labelInput() : this.#object(nullable);
    return this.#scalar(String(nullable), name);
  }

  /** A field that is named is one of the record, mostly. */
  #enumValue(type: GraphQLEnumType, name: string): string {
    const values = type.getValues().map((value) => value.name);
    const portions = this.#knowledge.facts.portions.get(this.#named[0]?.__typename ?? '');
    const fitting = name === 'field' && portions ? values.filter((value) => portions.has(value)) : [];
    return this.#dice.pick(fitting.length > 0 && this.#dice.percent(90) ? fitting : values);
  }

  /** What the record to change holds there already, whoever may see it: what a writer who guesses would guess. */
  #known(name: string, type: GraphQLInputType): unknown {
    const value = this.#target?.[name];
    return value === null || value === undefined ? undefined : asInput(value, type);
  }

  /** Of a record that the writer reads, mostly; of one that is hidden from them, of another kind, or from thin air. */
  #id(typeName: string, isTarget: boolean): string {
    const dice = this.#dice;
    const { records, readable, nation, facts } = this.#knowledge;
    const fitting =
      typeName === 'Labelled'
        ? this.#relabelled(records.filter(({ __typename }) => facts.isLabelled(__typename)))
        : records.filter(({ __typename }) => __typename === typeName);
    const own = fitting.filter((record) => ownerOf(record) === nation);
    const seen = (some: readonly StoredRecord[]): readonly StoredRecord[] => some.filter(({ id }) => readable.has(id));
    const hidden = (some: readonly StoredRecord[]): readonly StoredRecord[] =>
      some.filter(({ id }) => !readable.has(id));
    const near = isTarget ? own : this.#mutation === 'answerRelease' ? this.#askedOfUs(fitting) : fitting;
    const group = dice.weighted([
      [64, seen(near)],
      [18, hidden(near)],
      [10, fitting],
      [4, records],
      [4, []],
    ] as const);
    const usable = group.length > 0 ? group : near;
    if (usable.length === 0 || (group.length === 0 && dice.percent(50))) return `${nation}:i:${'0'.repeat(24)}zz`;
    const record = dice.pick(usable);
    this.#named.push(record);
    if (isTarget) {
      this.#target = record;
      this.#label = record.label;
    }
    return record.id;
  }

  /** Those that have labels in several places, every other time: of them there is most to get wrong. */
  #relabelled(records: readonly StoredRecord[]): readonly StoredRecord[] {
    const marked = records.filter(({ portions }) => Object.keys(portions).length > 0);
    return marked.length > 0 && this.#dice.percent(50) ? marked : records;
  }

  /** As strict as what it is made from, mostly. */
  #labelInput(): unknown {
    const dice = this.#dice;
    const { nation, records, readable, words } = this.#knowledge;
    const own = records.filter((record) => ownerOf(record) === nation && readable.has(record.id));
    const sources = this.#named.map(({ label }) => label);
    const text = dice.weighted([
      [5, () => (sources.length > 0 ? dice.pick(sources) : undefined)],
      [5, () => (own.length > 0 ? dice.pick(own).label : undefined)],
      [3, () => randomLabel(dice, nation, words)],
      [2, () => (this.#label === undefined ? undefined : stricter(dice, this.#label))],
    ])();
    const input = labelInputOf(text ?? randomLabel(dice, nation, words));
    this.#label = text ?? this.#label;
    return input ?? labelInputOf(randomLabel(dice, nation, words));
  }

  #portions(given: Readonly<Record<string, unknown>>): unknown {
    const dice = this.#dice;
    const { facts } = this.#knowledge;
    const typeName = this.#target?.__typename ?? this.#typeWritten();
    const portions = [...(facts.portions.get(typeName) ?? [])];
    const holds = (field: string): boolean => (given[field] ?? this.#target?.[field] ?? null) !== null;
    const likely = portions.filter(holds);
    const chosen = dice.some(dice.percent(85) ? likely : portions, 45);
    return chosen.slice(0, 3).map((field) => {
      const before = this.#label;
      const stored = this.#target?.portions[field];
      const text = stored !== undefined && dice.percent(30) ? stored : stricter(dice, before ?? 'NR');
      return { field, label: labelInputOf(text) ?? this.#labelInput() };
    });
  }

  /** The type of what the payload holds. */
  #typeWritten(): string {
    const { schema, isLabelled } = this.#knowledge.facts;
    const field = schema.getMutationType()?.getFields()[this.#mutation];
    const payload = field && getNamedType(field.type);
    const types = isObjectType(payload)
      ? Object.values(payload.getFields()).map(({ type }) => getNamedType(type).name)
      : [];
    return types.find(isLabelled) ?? '';
  }

  async #scalar(type: string, name: string): Promise<unknown> {
    const dice = this.#dice;
    const { codes, now, records, freshText } = this.#knowledge;
    if (name === 'version') return this.#version();
    switch (type) {
      case 'Int':
        return dice.below(102);
      case 'Boolean':
        return dice.percent(40);
      case 'NationCode':
        return dice.pick(codes.filter((code) => code.length === 3));
      case 'DateTime':
        return new Date(now + 86_400_000 * (dice.below(9) - 4)).toISOString();
      case 'PartialDate':
        return dice.pick(['2025', '2025-11', '2025-11-30']);
      case 'ID': {
        const fitting = records.filter(({ __typename }) => `${__typename.toLowerCase()}s` === name.toLowerCase());
        return dice.pick(fitting.length > 0 && dice.percent(90) ? fitting : records).id;
      }
      default:
        return this.#text(name, freshText);
    }
  }

  #text(name: string, freshText: () => string): string {
    const dice = this.#dice;
    const { codes, words, records } = this.#knowledge;
    const formats: Readonly<Record<string, readonly string[]>> = {
      techniques: ['T0809', 'T1078', 'wiper'],
      vulnerabilities: ['CVE-2026-1001', 'CVE-2026-1'],
      to: [...codes, ...words.groups],
      clientReference: ['ticket 1', 'ticket 2', 'ticket 3'],
      field: ['description', 'nothing'],
    };
    const known = formats[name];
    if (known) return dice.pick(known);
    if (dice.percent(12)) {
      const value = dice.pick(records)[name];
      if (typeof value === 'string') return value;
    }
    return dice.percent(3) ? '' : freshText();
  }

  /** Requests for what the own nation keeps, mostly for fields that have a label of their own. */
  #askedOfUs(requests: readonly StoredRecord[]): readonly StoredRecord[] {
    const { nation, records } = this.#knowledge;
    const own = new Map(records.filter((record) => ownerOf(record) === nation).map((record) => [record.id, record]));
    const asked = (request: StoredRecord) => own.get(askedRecord(request)?.id ?? '');
    const marked = requests.filter((request) => asked(request)?.portions[String(request['field'])] !== undefined);
    return marked.length > 0 && this.#dice.percent(80)
      ? marked
      : requests.filter((request) => asked(request) !== undefined);
  }

  /** The record that whoever writes has read: what a release is asked for of, or else what is named first. */
  #read(): StoredRecord | undefined {
    const [first] = this.#named;
    const asked =
      first?.__typename === 'ReleaseRequest' && this.#mutation === 'answerRelease' ? askedRecord(first) : null;
    return asked === null ? first : this.#knowledge.records.find(({ id }) => id === asked.id);
  }

  async #version(): Promise<string> {
    const dice = this.#dice;
    const record = this.#target ?? this.#read();
    const [now, ...before] = record ? await this.#knowledge.versionsOf(record) : [];
    const old = before.length > 0 && dice.percent(15) ? dice.pick(before) : undefined;
    return old ?? (dice.percent(94) ? now : undefined) ?? 'not a version';
  }
}

/** A stored value as it would be sent, if it can be. */
function asInput(value: unknown, type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item: unknown) => asInput(item, nullable.ofType));
    return items.includes(undefined) ? undefined : items;
  }
  if (isInputObjectType(nullable)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const values = new Map<string, unknown>(Object.entries(value));
    return Object.fromEntries(Object.keys(nullable.getFields()).map((name) => [name, values.get(name) ?? null]));
  }
  if (typeof value === 'object' && value !== null) {
    const [key] = ['id', 'cve', 'code'].flatMap(
      (name) => new Map<string, unknown>(Object.entries(value)).get(name) ?? [],
    );
    return typeof key === 'string' ? key : undefined;
  }
  return value;
}

/** The label at a higher level, or for fewer. */
function stricter(dice: Dice, text: string): string {
  const level = text.split(' ', 1)[0] ?? 'NU';
  const raised = dice.percent(50) ? text.replace(level, dice.pick(['NC', 'NS', 'CTS'])) : text;
  return parseMarking(raised) ? raised : text;
}
