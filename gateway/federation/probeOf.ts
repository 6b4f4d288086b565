import { getNamedType, isCompositeType, isObjectType, print, type FieldNode, type GraphQLObjectType } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';
import { field, inlineFragment, keys, selectionSet, typename } from '../operation/selections.ts';
import { Shape, type ShapeField } from './Shape.ts';

/** What asks the owner for records that are named: for their marking, and for what is handed on or decides whether they show. */
export interface Probe {
  readonly query: string;
  /** The key field that names the owner. */
  readonly by: string;
  readonly shape: Shape;
}

const probes = new WeakMap<ContractModel, Map<string, Probe | null>>();

/** What asks for records of one type; null: such have no owner. */
export function probeOf(model: ContractModel, typeName: string): Probe | null {
  const known = probes.get(model) ?? new Map<string, Probe | null>();
  probes.set(model, known);
  const made = known.get(typeName);
  if (made !== undefined) return made;
  const probe = makeProbe(model, typeName);
  known.set(typeName, probe);
  return probe;
}

function makeProbe(model: ContractModel, typeName: string): Probe | null {
  const type = model.schema.getType(typeName);
  const by = model.ownerKey(typeName) ?? undefined;
  if (!isObjectType(type) || by === undefined) return null;
  const names = new Set([...(model.visibleWith.get(typeName) ?? []), ...(model.handedOver.get(typeName) ?? [])]);
  const asked = [...names].flatMap((name) => askedOf(model, type, name) ?? []);
  const own = [typename, field(by, keys.key), field('marking', keys.marking), ...asked.map(({ node }) => node)];
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) ${print(selectionSet([inlineFragment(typeName, own)]))} }`;
  const shape = new Shape(type);
  shape.parts.push({ on: type, fields: asked.map(({ expected }) => expected) });
  return { query, by, shape };
}

/** Of a reference only whose it is. */
function askedOf(
  model: ContractModel,
  type: GraphQLObjectType,
  name: string,
): { readonly node: FieldNode; readonly expected: ShapeField } | null {
  const definition = type.getFields()[name];
  if (definition === undefined) return null;
  const target = getNamedType(definition.type);
  const reference = isCompositeType(target);
  const key = keys.end(name);
  const node = field(
    name,
    key,
    reference ? [typename, field(model.ownerKey(target.name) ?? 'id', keys.key)] : undefined,
  );
  const shape = reference ? new Shape(target) : null;
  return { node, expected: { key, name, type: definition.type, conditional: false, shape, reference } };
}
