import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { ownerOf, type StoredRecord } from '../support/oracle/prune.ts';
import type { ContractFacts } from './ContractFacts.ts';
import type { Dice } from './Dice.ts';
import type { AllianceData } from './LeakCase.ts';
import type { LockMode } from './LeakCase.ts';
import type { Template } from './Template.ts';

export interface Filling {
  readonly facts: ContractFacts;
  readonly lock: LockMode;
  /** All records of the alliance, hidden ones included: what an attacker would most like to name. */
  readonly records: readonly StoredRecord[];
  readonly codes: readonly string[];
  readonly now: number;
  /** Ids of records that are asked for more than others. */
  readonly favourites?: ReadonlySet<string>;
}

export const fillingOf = (
  facts: ContractFacts,
  lock: LockMode,
  { records, now }: Pick<AllianceData, 'records' | 'now'>,
  codes: readonly string[],
): Filling => ({
  facts,
  lock,
  records: Object.values(records).flat(),
  codes,
  now,
});

/** Values for the variables of an operation, mostly taken from records. `after` stays null: cursors must be minted first. */
export function fillSlots(dice: Dice, { slots }: Template, filling: Filling): Record<string, unknown> {
  const given = slots.filter(({ hasDefault }) => !hasDefault || dice.percent(50));
  return Object.fromEntries(
    given.map(({ name, type, coordinate, list }) => [
      name,
      list === null ? valueOf(dice, filling, type, coordinate, []) : null,
    ]),
  );
}

function valueOf(
  dice: Dice,
  filling: Filling,
  type: GraphQLInputType,
  coordinate: string | null,
  above: readonly string[],
): unknown {
  const { facts, codes } = filling;
  if (coordinate === null) return dice.percent(60);
  if (!isNonNullType(type) && dice.percent(12)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return dice.times(1 + dice.below(3), () => valueOf(dice, filling, nullable.ofType, coordinate, above));
  const reads = facts.reads.get(coordinate) ?? above;
  if (isInputObjectType(nullable)) {
    const fields = fieldsGiven(dice, filling, nullable);
    return Object.fromEntries(
      fields.map((field) => [field.name, valueOf(dice, filling, field.type, `${nullable.name}.${field.name}`, reads)]),
    );
  }
  const target = facts.references.get(coordinate);
  if (target !== undefined) return idOf(dice, comparable(filling, coordinate), target);
  const found = reads.length > 0 && dice.percent(85) ? valueRead(dice, filling, dice.pick(reads)) : undefined;
  if (isEnumType(nullable)) {
    const values = nullable.getValues().map(({ name }) => name);
    return typeof found === 'string' && values.includes(found) ? found : dice.pick(values.slice(0, 5));
  }
  const name = coordinate.split('.').at(-1) ?? '';
  switch (String(nullable)) {
    case 'Int':
      return name === 'first'
        ? dice.weighted([
            [10, 0],
            [50, 1],
            [50, 2],
            [40, 3],
            [30, 5],
            [2, 100],
            [1, 101],
          ] as const)
        : 1 + dice.below(3);
    case 'Boolean':
      return found ?? dice.percent(50);
    case 'NationCode':
      if (name === 'nations' && dice.percent(80)) return ownerOf(dice.pick(filling.records));
      return dice.percent(95) ? dice.pick(codes) : 'XYZ';
    case 'DateTime':
      return found ?? new Date(filling.now - 86_400_000 * dice.below(5)).toISOString();
    case 'ID':
      return dice.pick(filling.records).id;
    default:
      if (typeof found !== 'string') return 'amber';
      return name === 'text' ? dice.pick(found.split(' ')) || 'a' : found;
  }
}

/** Conditions must all hold, and many of them hold nowhere: mostly there are one or two. */
function fieldsGiven(dice: Dice, { facts, lock }: Filling, type: GraphQLInputObjectType): GraphQLInputField[] {
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => !(lock === 'gateway' && facts.nationsDecide.has(`${type.name}.${name}`)),
  );
  const [needed, free] = [fields.filter(isRequired), fields.filter((field) => !isRequired(field))];
  if (type.name === 'DateRange') return [...needed, ...dice.some(free, 70)];
  if (free.length === 0 || dice.percent(15)) return [...needed, ...dice.some(free, 22)];
  const weigh = (field: GraphQLInputField) => [opening.has(`${type.name}.${field.name}`) ? 3 : 1, field] as const;
  return [...needed, ...new Set(dice.times(1 + dice.below(2), () => dice.weighted(free.map(weigh))))];
}

const isRequired = ({ type, defaultValue }: GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** Conditions on what may be hidden in a record that shows, or hangs on other records. */
const opening = new Set([
  'IncidentFilter.text',
  'IncidentFilter.techniques',
  'IncidentFilter.cve',
  'IncidentFilter.attributedTo',
  'CapabilityFilter.offeredTo',
  'LessonFilter.text',
  'LessonFilter.incident',
]);

/** What has no indicator has none in common. */
function comparable(filling: Filling, coordinate: string): Filling {
  if (coordinate !== 'Query.sharedIndicators.incident') return filling;
  const compared = filling.records.filter(({ __typename }) => __typename === 'Indicator');
  return { ...filling, favourites: new Set(compared.map(({ incident }) => String(incident))) };
}

/** Mostly of a record of that type, whoever may see it. */
function idOf(dice: Dice, { records, favourites }: Filling, typeName: string): string {
  const all = records.filter(({ __typename }) => __typename === typeName);
  const favoured = favourites ? all.filter(({ id }) => favourites.has(id)) : [];
  const fitting = favoured.length > 0 && dice.percent(70) ? favoured : all;
  if (fitting.length > 0 && dice.percent(88)) return dice.pick(fitting).id;
  return dice.percent(50) && records.length > 0 ? dice.pick(records).id : `EST:i:${'0'.repeat(24)}zz`;
}

/** What some record says at a path such as `Incident.attribution.actor`. */
function valueRead(dice: Dice, { records }: Filling, path: string): unknown {
  const [typeName, ...names] = path.split('.');
  const values = records
    .filter(({ __typename }) => __typename === typeName)
    .flatMap((record) => valuesAt(record, names));
  return values.length > 0 ? dice.pick(values) : undefined;
}

function valuesAt(value: unknown, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesAt(item, names));
  if (value === null || value === undefined) return [];
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  return typeof value === 'object' ? valuesAt(new Map<string, unknown>(Object.entries(value)).get(name), rest) : [];
}
