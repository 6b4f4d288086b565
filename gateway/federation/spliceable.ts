import { isUtf8 } from 'node:buffer';
import {
  getNamedType,
  getOperationAST,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { treeKey } from '../operation/selections.ts';
import { collectFields, type Selecting } from './collectFields.ts';
import { conditionalVariables, type Completion } from './compileCompletion.ts';
import { leafCheck } from './leaf.ts';
import {
  scanFloat,
  scanInt,
  scanList,
  scanObject,
  scanOrNull,
  scanText,
  scanTextThat,
  scanWords,
  type Scan,
  type ScannedField,
} from './scanJson.ts';
import { Spliced, type ScanAnswer } from './Spliced.ts';
import type { CentralStep, PlannedStep, Step } from './Step.ts';

/**
 * The fetches of a plan whose answers may go to the reader as they came: each root field is asked as the reader asks it,
 * and nothing in it is labelled, refused, a nation's record or another step's affair. What then comes is looked at byte
 * by byte; what is not as it would be written is read, admitted and completed like everything else.
 */
export function spliceable(completion: Completion, steps: readonly PlannedStep[]): ReadonlyMap<Step, ScanAnswer> {
  const { model, schema, document, operationName } = completion;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  const scans = new Map<Step, ScanAnswer>();
  if (!root || conditionalVariables(document).length > 0) return scans;
  const comparing: Comparing = {
    ...completion,
    reader: { schema, fragments: fragmentsOf(document), variables: {} },
    fetch: { schema: model.schema, fragments: new Map(), variables: {} },
  };
  const asked = collectFields(comparing.reader, root, [operation.selectionSet]);
  for (const { step } of steps) {
    if (step.kind !== 'central' || !isWhole(step) || conditionalVariables(step.document).length > 0) continue;
    const fetch = getOperationAST(step.document);
    if (!fetch) continue;
    const told = [...collectFields(comparing.fetch, root, [fetch.selectionSet])];
    const isOthers = told.some(([key]) =>
      steps.some(({ step: other }) => other !== step && concerns(comparing, root, other, key)),
    );
    const fields = told.map(([key, nodes]) => scannedField(comparing, root, key, asked.get(key) ?? [], nodes));
    if (!isOthers && fields.every((field) => field !== null && !field.isCut))
      scans.set(step, scanAnswer(fields as readonly ScannedField[]));
  }
  return scans;
}

/** What the reader asks, and what a fetch asks, of the same object. */
interface Comparing extends Completion {
  readonly reader: Selecting;
  readonly fetch: Selecting;
}

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );

const isWhole = ({ path, conditions, fetch }: CentralStep): boolean =>
  path.length === 0 && conditions.length === 0 && !fetch.requires && (fetch.outputRewrites ?? []).length === 0;

function concerns({ model }: Comparing, root: GraphQLObjectType, step: Step, key: string): boolean {
  if (step.path.length > 0) return step.path[0] === key;
  if (step.kind === 'central') return step.shape.fieldsOf(model.schema, root.name).some((field) => field.key === key);
  return step.kind === 'owner' || step.field.key === key;
}

function scanAnswer(fields: readonly ScannedField[]): ScanAnswer {
  const places: (readonly [from: number, to: number])[] = [];
  const scan = scanObject(fields, (index, from, to) => (places[index] = [from, to]));
  const scanWhole = scanObject([{ key: 'data', scan, isCut: false }]);
  return (bytes) => {
    if (!isUtf8(bytes)) return null;
    const source = { bytes, cuts: [] };
    let end = scanWhole(source, 0);
    if (end < 0) return null;
    while (end < bytes.length && isSpace(bytes[end])) end += 1;
    if (end < bytes.length) return null;
    const spliced = fields.map(({ key }, index): [string, Spliced] => {
      const [from, to] = places[index] ?? [0, 0];
      return [key, new Spliced(bytes, from, to, source.cuts)];
    });
    return { spliced: new Map(spliced) };
  };
}

const isSpace = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x20 || byte === 0x0d || byte === 0x09;

/** Null: what is asked and what is answered may differ. No nodes of the reader's: it is cut. */
function scannedField(
  comparing: Comparing,
  on: GraphQLObjectType,
  key: string,
  own: readonly FieldNode[],
  nodes: readonly FieldNode[],
): ScannedField | null {
  const { model, denied } = comparing;
  const name = nodes[0]?.name.value ?? '';
  const isCut = own.length === 0;
  if (!own.every((node) => node.name.value === name && !denied.has(node))) return null;
  if (name === '__typename') return { key, scan: scanWords([JSON.stringify(on.name)]), isCut };
  const type = on.getFields()[name]?.type;
  const told = model.schema.getType(on.name);
  const isSame = isObjectType(told) && String(told.getFields()[name]?.type) === String(type);
  if (!type || !isSame || treeKey(model.keyFields, key, name) !== key) return null;
  if (model.fromMarking.has(`${on.name}.${name}`) || (isCut && !isLeafType(getNamedType(type)))) return null;
  const scan = scanType(comparing, type, own, nodes);
  return scan && { key, scan, isCut };
}

type Nodes = readonly FieldNode[];

function scanType(comparing: Comparing, type: GraphQLOutputType, own: Nodes, nodes: Nodes): Scan | null {
  if (isNonNullType(type)) return scanValue(comparing, type.ofType as GraphQLOutputType, own, nodes);
  const scan = scanValue(comparing, type, own, nodes);
  return scan && scanOrNull(scan);
}

function scanValue(comparing: Comparing, type: GraphQLOutputType, own: Nodes, nodes: Nodes): Scan | null {
  if (isListType(type)) {
    const scan = scanType(comparing, type.ofType as GraphQLOutputType, own, nodes);
    return scan && scanList(scan);
  }
  const named = getNamedType(type);
  if (isLeafType(named)) return scanLeaf(named);
  return isObjectType(named) ? scanObjectOf(comparing, named, own, nodes) : null;
}

function scanObjectOf(comparing: Comparing, type: GraphQLObjectType, own: Nodes, nodes: Nodes): Scan | null {
  const { model, reader, fetch } = comparing;
  const isPlain = model.isObject(type.name) && !model.isLabelled(type.name) && model.ownerKey(type.name) === null;
  if (!isPlain || type.name === 'Count') return null;
  const asked = collectFields(reader, type, setsOf(own));
  const fields = [...collectFields(fetch, type, setsOf(nodes))].map(([key, told]) =>
    scannedField(comparing, type, key, asked.get(key) ?? [], told),
  );
  if (!fields.every((field) => field !== null)) return null;
  const kept = fields.filter(({ isCut }) => !isCut).map(({ key }) => key);
  const isInOrder = kept.length > 0 && kept.join(' ') === [...asked.keys()].join(' ');
  return isInOrder ? scanObject(fields) : null;
}

const setsOf = (nodes: Nodes): readonly SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

function scanLeaf(type: GraphQLLeafType): Scan | null {
  switch (type.name) {
    case 'String':
    case 'ID':
      return scanText;
    case 'Int':
      return scanInt;
    case 'Float':
      return scanFloat;
    case 'Boolean':
      return scanWords(['true', 'false']);
    case 'Long':
    case 'JSON':
      return null;
    default:
      return isEnumType(type)
        ? scanWords(type.getValues().map(({ name }) => JSON.stringify(name)))
        : scanTextThat(leafCheck(type));
  }
}
