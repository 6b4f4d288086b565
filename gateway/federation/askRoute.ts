import { getArgumentValues, isNonNullType } from 'graphql';
import { nationOf } from '../../schema/id.ts';
import type { Aal } from '../../schema/label/clearance.ts';
import { CodedError } from '../errors.ts';
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
  const answer = await run.ask(nation, {
    query: routeText(operation, field),
    variables,
    ...(operation === 'mutation' && { extensions: named.extensionsTowards(nation) }),
  });
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
  if (requiredAal !== undefined && requiredAal <= strongestAal(run) && (value === null || isRefused(value))) {
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
  const path = route?.by?.split('.') ?? [];
  return new Computed({ problems: [new Computed({ code: 'NOT_FOUND', message: 'there is no such record', path })] });
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
