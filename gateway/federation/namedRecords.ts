import { getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { nationOf } from '../../schema/id.ts';
import { isRecord } from '../../schema/isRecord.ts';
import type { WriteExtensions } from '../../schema/namedRecords.ts';
import { ownerOf } from './admit.ts';
import type { Named } from './References.ts';
import type { Run } from './Run.ts';
import type { AskedField } from './Step.ts';

type Arguments = Readonly<Record<string, unknown>>;

export interface NamedRecords {
  /** The arguments as this nation is told them. */
  towards(nation: string): Arguments;
  /** What goes along with the records of others among those that this nation is told of. */
  extensionsTowards(nation: string): WriteExtensions;
}

/** The id that stands for every record that the reader, or the nation that is asked, may not know. */
const nobody = 'NONE:x:0000000000000000';

/**
 * Looks up the records that arguments name, before anybody is told of them: an id leaves for nations that may know the
 * record; hidden and absent records alike become one id that matches nothing. `routed`: the id by which the field finds
 * its nation, which is that nation's own to decide on.
 */
export async function namedRecords(
  run: Run,
  field: AskedField,
  args: Arguments,
  routed: unknown = null,
): Promise<NamedRecords> {
  const coordinate = `${field.typeName}.${field.definition.name}`;
  const walk = (replace: Replace): Arguments =>
    Object.fromEntries(
      field.definition.args
        .filter(({ name }) => args[name] !== undefined)
        .map(({ name, type }) => [name, replaced(run, `${coordinate}.${name}`, type, args[name], replace)]),
    );
  const types = new Map<string, string>();
  walk((id, type) => {
    if (id !== routed && type !== null) types.set(id, type);
    return id;
  });
  const found = await Promise.all(
    [...types].map(async ([id, type]) => [id, await run.references.named(type, id)] as const),
  );
  const named = new Map<string, Named>(found.flatMap(([id, one]) => (one === null ? [] : [[id, one] as const])));
  const told = (nation: string, id: string): Named | null => {
    const record = named.get(id);
    return record && run.decisions.mayKnow(nation, types.get(id) ?? '', record.admitted) ? record : null;
  };
  const others = (nation: string): (readonly [id: string, record: Named])[] =>
    [...named.keys()].flatMap((id) => {
      const record = ownerOf(id) === nation ? null : told(nation, id);
      return record ? [[id, record] as const] : [];
    });
  return {
    towards: (nation) =>
      walk((id, type) => (id === routed || (type === null ? isOwn(nation, id) : told(nation, id)) ? id : nobody)),
    extensionsTowards: (nation) => ({
      markings: Object.fromEntries(others(nation).map(([id, { admitted }]) => [id, admitted.markingText])),
      fields: Object.fromEntries(others(nation).map(([id, record]) => [id, fieldsTowards(run, nation, record)])),
    }),
  };
}

/** What names no record that the gateway could look up is for the nation whose record it is, and for no other. */
const isOwn = (nation: string, id: string): boolean => [null, nation].includes(nationOf(id));

/** Where a reference leads to what the nation may not know, it leads nowhere. */
const fieldsTowards = (run: Run, nation: string, { handed }: Named): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...handed].flatMap(([name, one]) => {
      if ('value' in one) return [[name, one.value]];
      return run.decisions.mayKnow(nation, one.target.type, one.admitted) ? [[name, one.target.key]] : [];
    }),
  );

/** `type`: of the record that the contract says is named; null: it says nothing but that this is an id. */
type Replace = (id: string, type: string | null) => string;

/** The value with every id replaced. */
function replaced(run: Run, coordinate: string, type: GraphQLInputType, value: unknown, replace: Replace): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(run, coordinate, type, item, replace));
  const target = run.model.references.get(coordinate);
  if (target !== undefined) return typeof value === 'string' ? replace(value, target) : nobody;
  const named = getNamedType(type);
  if (named.name === 'ID' && typeof value === 'string') return replace(value, null);
  if (!isInputObjectType(named) || !isRecord(value)) return value;
  const fields = named.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const field = fields[name];
      return [name, field ? replaced(run, `${named.name}.${name}`, field.type, inner, replace) : inner];
    }),
  );
}
