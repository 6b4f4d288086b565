import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { floorText, type Floor } from './floor.ts';

/**
 * The floors of every coordinate, closed over what it leads to: a field stands on the floors of its type and of the
 * fields that it `@requires`, an interface field on those of its implementations, an implementation on what its
 * interface declares, an argument or input field on those of its input type.
 */
export function closeFloors(
  schema: GraphQLSchema,
  declared: ReadonlyMap<string, readonly Floor[]>,
): ReadonlyMap<string, readonly Floor[]> {
  const closed = new Map<string, Map<string, Floor>>();
  let changed = false;
  const add = (coordinate: string, floors: Iterable<Floor>): void => {
    const known = closed.get(coordinate) ?? new Map<string, Floor>();
    for (const floor of floors) {
      if (known.has(floorText(floor))) continue;
      known.set(floorText(floor), floor);
      closed.set(coordinate, known);
      changed = true;
    }
  };
  const flow = (from: string, to: string): void => add(to, closed.get(from)?.values() ?? []);

  for (const [coordinate, floors] of declared) add(coordinate, floors);
  do {
    changed = false;
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          flow(getNamedType(field.type).name, `${type.name}.${field.name}`);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const coordinate = `${type.name}.${field.name}`;
        flow(getNamedType(field.type).name, coordinate);
        for (const required of requiredFields(schema, type.name, field.astNode)) flow(required, coordinate);
        for (const argument of field.args) {
          flow(getNamedType(argument.type).name, `${coordinate}.${argument.name}`);
        }
        for (const implemented of type.getInterfaces()) {
          const inherited = `${implemented.name}.${field.name}`;
          if (!(field.name in implemented.getFields())) continue;
          add(coordinate, declared.get(inherited) ?? []);
          flow(coordinate, inherited);
        }
      }
    }
  } while (changed);
  return new Map([...closed].map(([coordinate, floors]) => [coordinate, [...floors.values()]]));
}

/** The coordinates that `join__field(requires:)` reads, nested ones included. */
function requiredFields(
  schema: GraphQLSchema,
  typeName: string,
  node:
    | { readonly directives?: readonly { name: { value: string }; arguments?: readonly unknown[] }[] }
    | null
    | undefined,
): string[] {
  const coordinates: string[] = [];
  const walk = (set: SelectionSetNode, on: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        walk(selection.selectionSet, selection.typeCondition?.name.value ?? on);
      if (selection.kind !== Kind.FIELD) continue;
      coordinates.push(`${on}.${selection.name.value}`);
      const type = schema.getType(on);
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      if (selection.selectionSet && field) walk(selection.selectionSet, getNamedType(field.type).name);
    }
  };
  for (const directive of node?.directives ?? []) {
    if (directive.name.value !== 'join__field') continue;
    for (const argument of (directive.arguments ?? []) as { name: { value: string }; value: { value?: unknown } }[]) {
      if (argument.name.value !== 'requires' || typeof argument.value.value !== 'string') continue;
      const [definition] = parse(`{ ${argument.value.value} }`, { noLocation: true }).definitions;
      if (definition?.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, typeName);
    }
  }
  return coordinates;
}
