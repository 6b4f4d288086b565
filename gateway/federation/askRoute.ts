import { getArgumentValues, isNonNullType } from 'graphql';
import { nationOf } from '../../schema/id.ts';
import type { Aal } from '../../schema/label/clearance.ts';
import type { WriteExtensions } from '../../schema/namedRecords.ts';
import { CodedError } from '../errors.ts';
import type { NeededRecord } from '../nations/NationAnswer.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { admitField, HIDDEN, isRefused, type Admission } from './admit.ts';
import { namedRecords } from './namedRecords.ts';
import { routeText, usedVariables } from './requests.ts';
import { admissionOf, serves, type Run } from './Run.ts';
import type { RouteStep } from './Step.ts';
import { Computed, Entry, together } from './tree.ts';

/**
 * A root field that one nation answers. The fetch is the admission: a hidden record and an id that never existed give
 * the same null, as does a record other than the one asked for, and an id that names no nation is asked of nobody. To a
 * write, such an id is a record that is not there.
 */
export async function askRoute(run: Run, { field, operation }: RouteStep): Promise<void> {
  const args = getArgumentValues(field.definition, field.node, { ...run.variables });
  const { nation, id } = routeOf(run, `${field.typeName}.${field.definition.name}`, args);
  const { values } = run.root;
  if (nation === null || !serves(run.registry, nation)) {
    values[field.key] = operation === 'mutation' ? unroutable(run, field, nation) : null;
    return;
  }
  const named = await namedRecords(run, field, args, id);
  const variables: Record<string, unknown> = usedVariables(field.selection, run.variables);
  for (const [name, value] of Object.entries(named.towards(nation))) variables[`__gw_${name}`] = value;
  const ask = (extensions: WriteExtensions) =>
    run.ask(nation, {
      query: routeText(operation, field),
      variables,
      ...(operation === 'mutation' && { extensions }),
    });
  const told = named.extensionsTowards(nation);
  const first = await ask(told);
  const needed = 'data' in first && operation === 'mutation' ? first.needed : undefined;
  const answer = needed ? await ask(await withNeeded(run, nation, told, needed)) : first;
  if ('unavailable' in answer) {
    values[field.key] = new CodedError('NATION_UNAVAILABLE', { nation });
    return;
  }
  let requiredAal: Aal | undefined = answer.stepUp?.path === field.key ? answer.stepUp.requiredAal : undefined;
  const stepUp: Admission['stepUp'] = (aal, key) => {
    if (key === id) requiredAal = aal;
  };
  const admission: Admission = { ...admissionOf(run, nation), stepUp };
  const { key, definition, selection } = field;
  const asked = { key, name: definition.name, type: definition.type, conditional: false, reference: false };
  const value = admitField(admission, answer.data, { ...asked, shape: selection.shape }, false);
  const isOpenable = requiredAal !== undefined && requiredAal <= strongestAal(run);
  if (operation === 'mutation' && answer.stepUp?.path === field.key) {
    values[field.key] = isOpenable
      ? refusedWrite(run, field, 'STEP_UP_REQUIRED', 'a stronger sign-in is required')
      : absentTarget(run, field);
  } else if (isOpenable && requiredAal !== undefined && (value === null || isRefused(value))) {
    values[field.key] = new CodedError('STEP_UP_REQUIRED', { requiredAal });
  } else if (isRefused(value)) {
    values[field.key] = value === HIDDEN && !isNonNullType(field.definition.type) ? null : unusable(nation);
  } else if (value instanceof Entry && value.key !== null && value.key !== id) {
    run.alarm({ nation, at: value.type });
    values[field.key] = null;
  } else values[field.key] = together(values[field.key], value);
}

/** A write that no nation can carry out: its record is of none, or the writer's own keeps no records. */
function unroutable(run: Run, { typeName, definition }: RouteStep['field'], nation: string | null): unknown {
  const route = run.model.routedFields.get(`${typeName}.${definition.name}`);
  if (route?.toViewer === true) {
    const message = `\`${nation}\` keeps no records in the alliance: its staff read, and write nothing`;
    return new CodedError('BAD_USER_INPUT', {}, message);
  }
  return absentTarget(run, { typeName, definition });
}

type RootField = Pick<RouteStep['field'], 'typeName' | 'definition'>;

const absentTarget = (run: Run, field: RootField): Computed =>
  refusedWrite(run, field, 'NOT_FOUND', 'there is no such record');

/** The payload of a write that has not been carried out, for what is to be said of its target. */
function refusedWrite(run: Run, { typeName, definition }: RootField, code: string, message: string): Computed {
  const path = run.model.routedFields.get(`${typeName}.${definition.name}`)?.by?.split('.') ?? [];
  return new Computed({ problems: [new Computed({ code, message, path })] });
}

/** With what these records are marked, each of them if it is there for the reader and the nation may know it. */
async function withNeeded(
  run: Run,
  nation: string,
  { markings, fields }: WriteExtensions,
  needed: readonly NeededRecord[],
): Promise<WriteExtensions> {
  const found = needed.map(async ({ type, id }) => {
    const record = run.model.isLabelled(type) ? await run.references.admitted(type, id) : null;
    return record && run.decisions.mayKnow(nation, type, record) ? [[id, record.markingText] as const] : [];
  });
  return {
    markings: { ...markings, ...Object.fromEntries((await Promise.all(found)).flat()) },
    fields,
    complete: true,
  };
}

/** What no sign-in that the reader's issuer may vouch for would open is as hidden as everything else. */
const strongestAal = ({ registry, context }: Run): number =>
  registry.issuers.get(context.reader.issuer)?.issuer.vouches.aal ?? 1;

/** An answer that is not what was asked for is no answer. */
const unusable = (nation: string): CodedError => new CodedError('NATION_UNAVAILABLE', { nation });

/** The nation that answers, and the id that names it. */
function routeOf(
  run: Run,
  coordinate: string,
  args: Readonly<Record<string, unknown>>,
): { nation: string | null; id: unknown } {
  const route = run.model.routedFields.get(coordinate);
  if (route?.toViewer === true) return { nation: run.context.reader.nation, id: null };
  const id = route?.by?.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), args);
  return { nation: typeof id === 'string' ? nationOf(id) : null, id };
}
