import { Kind, type ArgumentNode, type FieldNode, type GraphQLField, type GraphQLObjectType } from 'graphql';
import type { MatchRule } from '../contract/MatchRule.ts';
import { field, keys, name, selectionSet, typename } from '../operation/selections.ts';
import { askedField, cut, gatherStep, type Cutting, type Place } from './cut.ts';
import type { GatherStep, MatchStep, OwnerStep } from './Step.ts';

/** What such a list asks of nations is written by the gateway; the reader's own selection is all references, and hops. */
export function matchStep(
  cutting: Cutting,
  rule: MatchRule,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  place: Place,
): MatchStep {
  const query = cutting.model.schema.getQueryType();
  if (!query) throw new TypeError('the contract has no query type');
  const { named, compared, list, by, most, ends } = rule;
  const values = [...rule.values.values()];
  const own: Cutting = { model: cutting.model, variables: [], add: () => undefined };
  const leads = [ends.named, ends.compared].map((end) => field(end, keys.end(end), [typename, field('id', keys.key)]));
  return {
    kind: 'match',
    ...place,
    field: askedField(cutting, query, definition, node, place),
    rule,
    named: ownerStep(own, named, rule.alike),
    list: listStep(own, named, list, plain([...values, 'confidence']), belowIt, most),
    compared: ownerStep(own, compared, [...values, 'confidence']),
    found: listStep(own, query, by.name, leads, nowhere),
  };
}

/** Under their own names, so that what is hidden from the reader reads null. */
const plain = (names: readonly string[]): readonly FieldNode[] => names.map((one) => field(one));

const marked = (more: readonly FieldNode[]): readonly FieldNode[] => [
  typename,
  field('id', keys.key),
  field('marking', keys.marking),
  ...more,
];

const nowhere: Place = { path: [], conditions: [] };
/** Asked of a record, not at the root. */
const belowIt: Place = { path: ['named'], conditions: [] };

const ownerStep = (cutting: Cutting, type: GraphQLObjectType, names: readonly string[]): OwnerStep => ({
  kind: 'owner',
  ...nowhere,
  typeName: type.name,
  selection: cut(cutting, type, selectionSet(marked(plain(names))), nowhere),
});

function listStep(
  cutting: Cutting,
  type: GraphQLObjectType,
  fieldName: string,
  more: readonly FieldNode[],
  place: Place,
  first?: number,
): GatherStep {
  const definition = type.getFields()[fieldName];
  if (!definition) throw new TypeError(`there is no field \`${type.name}.${fieldName}\``);
  const edge = [typename, field('cursor', keys.position), field('node', keys.node, marked(more))];
  const set = selectionSet([typename, field('edges', keys.edges, edge)]);
  const node = {
    ...field(fieldName),
    selectionSet: set,
    arguments: first === undefined ? [] : [argument('first', first)],
  };
  const step = gatherStep(cutting, type, definition, node, place);
  if (step.kind !== 'gather') throw new TypeError(`\`${type.name}.${fieldName}\` is no list`);
  return step;
}

const argument = (argumentName: string, value: number): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: name(argumentName),
  value: { kind: Kind.INT, value: String(value) },
});
