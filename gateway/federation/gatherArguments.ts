import { getArgumentValues, getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { isRecord } from '../../schema/isRecord.ts';
import type { Run } from './Run.ts';
import type { AskedField } from './Step.ts';
import type { Admitted } from './tree.ts';

export interface GatherArguments {
  /** Null: not a number. */
  readonly first: number | null;
  readonly after: string | null;
  readonly nations: readonly string[] | null;
  /** All but where the page lies and which nations are asked: what a cursor is bound to. */
  readonly bound: Readonly<Record<string, unknown>>;
  /** The arguments that a nation is sent. */
  towards(nation: string): Readonly<Record<string, unknown>>;
}

/** The id that stands for every record that the reader, or the nation that is asked, may not know. */
const nobody = 'NONE:x:0000000000000000';

/**
 * The arguments of a gathered field. A value that names a record is looked up first: it leaves for nations that may know
 * the record; hidden and absent records alike become one id that matches nothing.
 */
export async function argumentsFor(run: Run, field: AskedField): Promise<GatherArguments> {
  const values = getArgumentValues(field.definition, field.node, { ...run.variables });
  const { first = null, after = null, nations = null, ...bound } = values;
  const coordinate = `${field.typeName}.${field.definition.name}`;
  const named = new Map<string, { readonly type: string; readonly admitted: Admitted | null }>();
  const references = field.definition.args.flatMap(({ name, type }) =>
    referencesIn(run, `${coordinate}.${name}`, type, bound[name]),
  );
  await Promise.all(
    references.map(async ({ id, type }) => {
      named.set(id, { type, admitted: await run.references.admitted(type, id) });
    }),
  );
  const tell = (nation: string, id: string): string => {
    const record = named.get(id);
    const may = record?.admitted && run.decisions.mayKnow(nation, record.type, record.admitted);
    return may === true ? id : nobody;
  };
  return {
    first: typeof first === 'number' ? first : null,
    after: typeof after === 'string' ? after : null,
    nations: Array.isArray(nations) ? nations.map(String) : null,
    bound,
    towards: (nation) =>
      references.length === 0
        ? bound
        : Object.fromEntries(
            field.definition.args.map(({ name, type }) => [
              name,
              replaced(run, `${coordinate}.${name}`, type, bound[name], (id) => tell(nation, id)),
            ]),
          ),
  };
}

interface Named {
  readonly id: string;
  readonly type: string;
}

function referencesIn(run: Run, coordinate: string, type: GraphQLInputType, value: unknown): Named[] {
  const named: Named[] = [];
  replaced(run, coordinate, type, value, (id, to) => {
    named.push({ id, type: to });
    return id;
  });
  return named;
}

/** The value with every id in the place of a reference replaced. */
function replaced(
  run: Run,
  coordinate: string,
  type: GraphQLInputType,
  value: unknown,
  replace: (id: string, type: string) => string,
): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(run, coordinate, type, item, replace));
  const target = run.model.references.get(coordinate);
  if (target !== undefined) return typeof value === 'string' ? replace(value, target) : nobody;
  const named = getNamedType(type);
  if (!isInputObjectType(named) || !isRecord(value)) return value;
  const fields = named.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const field = fields[name];
      return [name, field ? replaced(run, `${named.name}.${name}`, field.type, inner, replace) : inner];
    }),
  );
}
