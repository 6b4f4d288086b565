import { getArgumentValues } from 'graphql';
import { namedRecords } from './namedRecords.ts';
import type { Run } from './Run.ts';
import type { AskedField } from './Step.ts';

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

/** The arguments of a gathered field; the records that they name are looked up first. */
export async function argumentsFor(run: Run, field: AskedField): Promise<GatherArguments> {
  const values = getArgumentValues(field.definition, field.node, { ...run.variables });
  const { first = null, after = null, nations = null, ...bound } = values;
  const named = await namedRecords(run, field, bound);
  return {
    first: typeof first === 'number' ? first : null,
    after: typeof after === 'string' ? after : null,
    nations: Array.isArray(nations) ? nations.map(String) : null,
    bound,
    towards: (nation) => ({ ...named.towards(nation), nations: [nation] }),
  };
}
