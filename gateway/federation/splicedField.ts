import {
  getNamedType,
  getOperationAST,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { treeKey } from '../operation/selections.ts';
import type { Fill } from './Assembly.ts';
import { collectFields, type Selecting } from './collectFields.ts';
import type { Completion } from './compileCompletion.ts';
import { scanAnswer } from './scanAnswer.ts';
import { scanLeaf } from './scanLeaf.ts';
import { scanList, scanObject, scanOrNull, scanRecord, scanRows, scanWords } from './scanJson.ts';
import type { CentralStep } from './Step.ts';
import { piecesOf, runsOf, type Part, type Splice, type SplicedField } from './splicedRuns.ts';
import { writeRecord, writeRows } from './writeRecord.ts';

/** What the reader asks, and what fetches ask, of the same objects. */
export interface Splicing extends Completion {
  readonly reader: Selecting;
  readonly fetch: Selecting;
  /** Entity fetches that may bring something. */
  readonly fillings: readonly CentralStep[];
  /** Those that do, as they are come upon. */
  readonly fills: Fill[];
}

/** Where an object stands: in which answer, and where in the tree. */
interface Spot {
  readonly answer: number;
  readonly path: readonly string[];
  /** How many kinds of records of that answer are filled, so far. */
  readonly places: { count: number };
}

type Nodes = readonly FieldNode[];

/** Null: what is asked and what is answered may differ. No nodes of the reader's: it is left out. */
export function splicedField(
  splicing: Splicing,
  on: GraphQLObjectType,
  key: string,
  own: Nodes,
  nodes: Nodes,
  spot: Spot,
): SplicedField | null {
  const { model, denied } = splicing;
  const name = nodes[0]?.name.value ?? '';
  const isKept = own.length > 0;
  if (!own.every((node) => node.name.value === name && !denied.has(node))) return null;
  const base = { key, others: [], isKept, isMarked: false, write: null };
  if (name === '__typename') return { ...base, scan: scanWords([JSON.stringify(on.name)]) };
  const type = on.getFields()[name]?.type;
  const told = model.schema.getType(on.name);
  const isSame = isObjectType(told) && String(told.getFields()[name]?.type) === String(type);
  if (!type || !isSame || treeKey(model.plannedFields, key, name) !== key) return null;
  if (model.fromMarking.has(`${on.name}.${name}`) || (!isKept && !isLeafType(getNamedType(type)))) return null;
  const value = splicedType(splicing, type, own, nodes, spot);
  return value && { ...base, ...value, isMarked: value.write !== null };
}

function splicedType(splicing: Splicing, type: GraphQLOutputType, own: Nodes, nodes: Nodes, spot: Spot): Splice | null {
  if (isNonNullType(type)) return splicedValue(splicing, type.ofType as GraphQLOutputType, own, nodes, spot);
  const value = splicedValue(splicing, type, own, nodes, spot);
  return value && { ...value, scan: scanOrNull(value.scan) };
}

function splicedValue(
  splicing: Splicing,
  type: GraphQLOutputType,
  own: Nodes,
  nodes: Nodes,
  spot: Spot,
): Splice | null {
  if (isListType(type)) {
    const below = { ...spot, path: [...spot.path, '@'] };
    const item = splicedType(splicing, type.ofType as GraphQLOutputType, own, nodes, below);
    if (item?.write) return { scan: scanRows(item.scan), write: writeRows(spot.answer, item.write) };
    return item && { scan: scanList(item.scan), write: null };
  }
  const named = getNamedType(type);
  if (!isLeafType(named)) return isObjectType(named) ? splicedObject(splicing, named, own, nodes, spot) : null;
  const scan = scanLeaf(named);
  return scan && { scan, write: null };
}

function splicedObject(
  splicing: Splicing,
  type: GraphQLObjectType,
  own: Nodes,
  nodes: Nodes,
  spot: Spot,
): Splice | null {
  if (!isPlain(splicing, type)) return null;
  const asked = collectFields(splicing.reader, type, setsOf(own));
  const path = spot.path.join('.');
  const steps = splicing.fillings.filter((step) => step.path.join('.') === path);
  const fields = fieldsOf(splicing, type, asked, setsOf(nodes), spot, steps);
  if (!fields) return null;
  const [run] = fields;
  const isWhole = fields.length === 1 && steps.length === 0 && run.isKept && !run.write;
  if (isWhole && run.others.length + 1 === asked.size) return { scan: scanObject(fields), write: null };

  const parts: Part[] = [{ answer: spot.answer, slot: null, fields }];
  const places: number[] = [];
  for (const step of steps) {
    const slot = 2 * fields.length + places.length;
    places.push(spot.places.count);
    const part = filled(splicing, type, asked, step, fields, { ...spot, slot, place: spot.places.count++ });
    if (!part) return null;
    parts.push(part);
  }
  const pieces = piecesOf([...asked.keys()], parts);
  return pieces && { scan: scanRecord(fields, places), write: writeRecord(spot.answer, pieces) };
}

/** What one entity fetch brings to objects that have these fields. */
function filled(
  splicing: Splicing,
  type: GraphQLObjectType,
  asked: ReadonlyMap<string, Nodes>,
  step: CentralStep,
  fields: readonly SplicedField[],
  { answer: into, path, slot, place }: Spot & Pick<Fill, 'slot' | 'place'>,
): Part | null {
  const [entities] = getOperationAST(step.document)?.selectionSet.selections ?? [];
  const keys = keysOf(step, type, fields);
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet || !keys) return null;
  const answer = splicing.fills.length + 1;
  const fill = { step, typeName: type.name, into, slot, place, keys };
  splicing.fills.push({ ...fill, scan: () => null });
  const places = { count: 0 };
  const brought = fieldsOf(splicing, type, asked, [entities.selectionSet], { answer, path, places }, []);
  if (!brought) return null;
  const rows = scanRows(scanRecord(brought, []));
  const data = scanRecord([{ key: '_entities', scan: rows, isMarked: true }], []);
  splicing.fills[answer - 1] = { ...fill, scan: scanAnswer(data, places.count) };
  return { answer, slot, fields: brought };
}

/** Null: it is asked by more than plain values that these fields have. */
function keysOf({ fetch }: CentralStep, type: GraphQLObjectType, fields: readonly SplicedField[]): Fill['keys'] | null {
  const [required, ...more] = fetch.requires ?? [];
  if (required?.kind !== 'InlineFragment' || more.length > 0 || required.typeCondition !== type.name) return null;
  const [first, ...rest] = required.selections;
  if (first?.kind !== 'Field' || first.name !== '__typename') return null;
  const keys = rest.map((selection) => {
    const name = selection.kind === 'Field' && !selection.selections ? selection.name : '';
    return fields.findIndex(({ key, others, write }) => key === name && others.length === 0 && !write);
  });
  return keys.length === 0 || keys.includes(-1) ? null : keys;
}

/** `by`: steps that ask by fields of the object. */
function fieldsOf(
  splicing: Splicing,
  type: GraphQLObjectType,
  asked: ReadonlyMap<string, Nodes>,
  sets: readonly SelectionSetNode[],
  spot: Spot,
  by: readonly CentralStep[],
): readonly [SplicedField, ...SplicedField[]] | null {
  const told = splicing.model.schema.getType(type.name);
  if (!isObjectType(told)) return null;
  const fields = [...collectFields(splicing.fetch, told, sets)].map(([key, nodes]) =>
    splicedField(splicing, type, key, asked.get(key) ?? [], nodes, { ...spot, path: [...spot.path, key] }),
  );
  if (!fields.every((field) => field !== null)) return null;
  const required = by.flatMap(({ fetch }) => fetch.requires ?? []);
  const keys = required.flatMap((one) => (one.kind === 'InlineFragment' ? one.selections : []));
  const names = keys.flatMap((one) => (one.kind === 'Field' ? one.name : []));
  const [first, ...others] = runsOf(fields, [...asked.keys()], new Set(names));
  return first ? [first, ...others] : null;
}

const isPlain = ({ model }: Splicing, { name }: GraphQLObjectType): boolean =>
  model.isObject(name) && !model.isLabelled(name) && model.ownerKey(name) === null && name !== 'Count';

const setsOf = (nodes: Nodes): readonly SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
