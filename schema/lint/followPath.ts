import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { isApplied } from './applied.ts';
import { floorOf, joinFloors } from './Floor.ts';
import type { Floor } from './Floor.ts';

type Path = { readonly floor: Floor; readonly fields: readonly GraphQLField<unknown, unknown>[] };

/** Follows a path such as `Incident.attribution.actor`: its fields, and the join of the floors that lie on it. */
export function followPath(schema: GraphQLSchema, path: string): Path | { readonly broken: string } {
  const [typeName = '', ...names] = path.split('.');
  let type = schema.getType(typeName);
  if (!isObjectType(type)) return { broken: `there is no object type \`${typeName}\`` };
  if (names.length === 0) return { broken: `it names no field of \`${typeName}\`` };
  let floor = floorOf(type);
  const fields: GraphQLField<unknown, unknown>[] = [];
  for (const name of names) {
    const last = fields.at(-1);
    if (last && isApplied(last, 'route') && !(names.length === fields.length + 1 && isKey(name))) {
      return { broken: `it leads through the reference \`${last.name}\`, to what another nation may hold; end there` };
    }
    if (last && isApplied(last, 'gather')) return { broken: `it leads through \`${last.name}\`, which is gathered` };
    const field: GraphQLField<unknown, unknown> | undefined = isObjectType(type) ? type.getFields()[name] : undefined;
    if (field === undefined) return { broken: `there is no field \`${name}\`` };
    fields.push(field);
    type = getNamedType(field.type);
    floor = joinFloors(floor, floorOf(field, type));
  }
  return { floor, fields };
}

const isKey = (name: string): boolean => name === 'id' || name === 'code';
