import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { isRecord } from '../../schema/isRecord.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import { rank } from '../../schema/label/level.ts';
import { floorsOf, hasRole, type Floor } from './RecordType.ts';

/**
 * The place of the first thing that a writer asks for without the floors of the contract being open to them: the field
 * itself (an empty path), an argument or a field of an input. The gateway refuses it earlier; this is the nation's own lock.
 */
export function deniedInput(
  { schema, parentType, fieldName }: GraphQLResolveInfo,
  args: Readonly<Record<string, unknown>>,
  writer: Clearance,
): readonly string[] | null {
  const field = parentType.getFields()[fieldName];
  if (field === undefined || !floorsOf(schema, field).every((floor) => isOpen(floor, writer))) return [];
  return deniedIn(schema, field.args, args, writer);
}

function deniedIn(
  schema: GraphQLSchema,
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  values: Readonly<Record<string, unknown>>,
  writer: Clearance,
): readonly string[] | null {
  for (const input of inputs) {
    const value = values[input.name];
    if (value === undefined || value === null) continue;
    if (!floorsOf(schema, input).every((floor) => isOpen(floor, writer))) return [input.name];
    const type = getNamedType(input.type);
    if (!isInputObjectType(type)) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      const denied = isRecord(item) ? deniedIn(schema, Object.values(type.getFields()), item, writer) : null;
      if (denied !== null) return [input.name, ...denied];
    }
  }
  return null;
}

function isOpen(floor: Floor, writer: Clearance): boolean {
  return (
    hasRole(writer, floor) &&
    floor.categories.every((category) => writer.categories.includes(category)) &&
    sharingDomains.every((domain) => rank(writer.levels[domain]) >= rank(floor.level))
  );
}
