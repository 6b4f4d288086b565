import type { MatchRule } from '../contract/MatchRule.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { confidenceOf } from './confidenceOf.ts';
import type { Source } from './Decisions.ts';
import type { Run } from './Run.ts';
import type { Shape } from './Shape.ts';
import type { MatchStep } from './Step.ts';
import type { Row } from './Stream.ts';
import { Entry, type Admitted } from './tree.ts';

/** Two records that have a value in common. Each part is there once it is admitted. */
export interface Match {
  readonly id: string;
  /** The record asked about, and the one of its records that was compared. */
  readonly named: Entry;
  readonly compared: Entry;
  /** What another nation says: it leads to the other record, and to the one by which that nation recognised the value. */
  readonly found: Entry;
  readonly other: Entry;
  readonly theirs: Entry;
}

/** Both sides are there for the reader, and say the same where they must: the values too, whatever a nation claims. */
export function isAlike({ values, alike }: MatchRule, { named, compared, other, theirs }: Match): boolean {
  if (typeof other.admission !== 'object' || typeof theirs.admission !== 'object') return false;
  return (
    [...values.values()].every((name) => theirs.values[name] === compared.values[name]) &&
    alike.every((name) => other.values[name] === named.values[name])
  );
}

/** The row of a match, in every place where the reader asks for it. Null: the whole is not for this reader. */
export function matchRow(run: Run, { field, rule }: MatchStep, row: Row, match: Match): Row | null {
  const { named, compared, found, other, theirs } = match;
  const values = [...rule.values.values()];
  const [twice, once] = [
    [compared, theirs],
    [named, found, other],
  ];
  const sources = [...twice.map((one) => sourceOf(one, values)), ...once.map((one) => sourceOf(one, []))];
  const admission = run.decisions.made(rule.row.name, sources);
  if (admission === null) return null;
  const { schema } = run.model;
  const connection = field.selection.shape;
  const edges = connection.fieldsOf(schema, connection.type.name).flatMap(({ key, shape }) => {
    if (!shape) return [];
    const edge = new Entry(shape.type.name, centralOwner, null);
    for (const { key: nodeKey, shape: node } of shape.fieldsOf(schema, shape.type.name)) {
      if (node) edge.values[nodeKey] = rowEntry(run, rule, match, node, admission);
    }
    return [[key, edge] as const];
  });
  return { ...row, edges: new Map(edges) };
}

function rowEntry(run: Run, rule: MatchRule, match: Match, shape: Shape, admission: Admitted): Entry {
  const entry = new Entry(rule.row.name, centralOwner, null);
  entry.admission = admission;
  entry.sources = [match.named, match.compared, match.found, match.other, match.theirs];
  for (const { key, name, shape: target } of shape.fieldsOf(run.model.schema, rule.row.name)) {
    const value = valueOf(rule, match, name);
    entry.values[key] = value instanceof Entry && target ? stub(run, value, target) : value;
  }
  return entry;
}

/** A record stands for itself: who may have what of it is decided where it is read. */
function valueOf(rule: MatchRule, match: Match, fieldName: string): unknown {
  if (fieldName === 'id') return match.id;
  if (fieldName === 'confidence') return confidence(rule, match);
  const [type, from] = rule.columns.get(fieldName)?.split('.') ?? [];
  if (type === undefined) return null;
  if (from === undefined) return match.compared;
  if (type === rule.compared.name) return match.compared.values[from];
  return from === rule.ends.named ? match.other : match.theirs;
}

function stub(run: Run, { type, holder, key }: Entry, shape: Shape): Entry {
  const entry = new Entry(type, holder, key);
  for (const field of shape.fieldsOf(run.model.schema, type)) entry.values[field.key] = key;
  return entry;
}

function confidence({ values, tells }: MatchRule, { compared, theirs }: Match): number {
  const kinds = [...values.values()].flatMap((name) => tells.get(name)?.get(String(compared.values[name])) ?? []);
  const recorded = [compared, theirs].map(({ values: of }) => of['confidence']);
  return confidenceOf(
    Math.min(100, ...kinds),
    recorded.map((one) => (typeof one === 'number' ? one : null)),
  );
}

function sourceOf({ type, admission }: Entry, fields: readonly string[]): Source {
  if (typeof admission !== 'object') throw new TypeError(`a match with a \`${type}\` that was not admitted`);
  return { type, admitted: admission, fields };
}
