import { createHash } from 'node:crypto';
import { getArgumentValues } from 'graphql';
import { nationOf } from '../../schema/id.ts';
import { CodedError } from '../errors.ts';
import { keys } from '../operation/selections.ts';
import { askOwners } from './askOwners.ts';
import { fillPages } from './fillPages.ts';
import { edgesOf, formOf, gatherConnection } from './gatherConnection.ts';
import { connectionOf, openPage } from './listPage.ts';
import { isAlike, matchRow, type Match } from './matchRow.ts';
import { merge } from './merge.ts';
import { argumentName, partArgument, rootPartsText } from './requests.ts';
import { admissionOf, serves, servingNations, type Run } from './Run.ts';
import { shareOf } from './shareOf.ts';
import type { MatchStep } from './Step.ts';
import { startOf, Stream, type Row } from './Stream.ts';
import { Connection, Entry, together } from './tree.ts';

/** One value on its way to one nation, and the record that it is from. */
interface Asked {
  readonly stream: Stream;
  readonly compared: Entry;
}

/** What is shared by all that is asked for one list. */
interface Matching {
  readonly run: Run;
  readonly step: MatchStep;
  readonly named: Entry;
}

/**
 * Compares records of the one that is named with what other nations hold. All of it is read as this reader, and a value
 * leaves for a nation only where that may know everything that the value is from; the others are not asked, and count as
 * having answered.
 */
export async function gatherMatches(run: Run, step: MatchStep): Promise<void> {
  const { key } = step.field;
  const { values } = run.root;
  values[key] = together(values[key], await matches(run, step));
}

async function matches(run: Run, step: MatchStep): Promise<Connection | CodedError> {
  const { field, rule } = step;
  const args = getArgumentValues(field.definition, field.node, { ...run.variables });
  const { first: wanted, after, nations, ...bound } = args;
  const first = typeof wanted === 'number' ? wanted : null;
  const page = openPage(run, field, { first, after: typeof after === 'string' ? after : null, bound }, null);
  if (page instanceof CodedError) return page;

  const id = String(args[rule.argument]);
  const owner = nationOf(id) ?? '';
  const named = new Entry(rule.named.name, owner, id);
  const out = new Set<string>();
  const compared = serves(run.registry, owner) ? await comparedIn(watching(run, out), step, named) : [];
  if (out.has(owner)) return new CodedError('NATION_UNAVAILABLE', { nation: owner });

  const scope = servingNations(run.registry).filter((nation) => Array.isArray(nations) && nations.includes(nation));
  const share = shareOf(page.size, servingNations(run.registry).length);
  const asked = scope.flatMap((nation) =>
    toldTo(run, step, nation, named, compared).map((one): Asked => ({
      stream: new Stream(nation, startOf(nation, page.start), page.size, share),
      compared: one,
    })),
  );
  const rows = await gatherRows({ run, step, named }, asked, page.size);
  const failed = asked.flatMap(({ stream: { state, nation } }) => (state === 'unavailable' ? [nation] : []));
  return connectionOf(
    { page, scope: { asked: scope, called: scope }, failed },
    rows,
    field.selection.shape.type.name,
    () => edgesOf(run, step),
    page.size - 1,
  );
}

/** Notes who gives no usable answer. */
const watching = (run: Run, out: Set<string>): Run => ({
  ...run,
  ask: async (nation, request) => {
    const answer = await run.ask(nation, request);
    if ('unavailable' in answer) out.add(nation);
    return answer;
  },
});

/** Of the record that is named: the records with values that this reader sees. */
async function comparedIn(run: Run, step: MatchStep, named: Entry): Promise<readonly Entry[]> {
  await askOwners(run, step.named, [named]);
  if (typeof named.admission !== 'object') return [];
  await gatherConnection(run, step.list, [named]);
  const list = named.values[step.list.field.key];
  const edges = list instanceof Connection ? (list.edges.get(keys.edges) ?? []) : [];
  return edges.flatMap(({ values }) => {
    const node = values[keys.node];
    return node instanceof Entry && valuesOf(step, node).every((value) => typeof value === 'string') ? [node] : [];
  });
}

const valuesOf = ({ rule }: MatchStep, { values }: Entry): readonly unknown[] =>
  [...rule.values.values()].map((name) => values[name]);

/** What may be sent to a nation: equal values once, from the first record that it may know. */
function toldTo(run: Run, step: MatchStep, nation: string, named: Entry, compared: readonly Entry[]): readonly Entry[] {
  const fields = [...step.rule.values.values()];
  const may = ({ type, admission }: Entry, read: readonly string[]): boolean =>
    typeof admission === 'object' && run.decisions.mayHave(nation, { type, admitted: admission, fields: read });
  if (!may(named, [])) return [];
  const told = compared.filter((one) => may(one, fields)).toReversed();
  return [...new Map(told.map((one) => [JSON.stringify(valuesOf(step, one)), one])).values()].toReversed();
}

/** Goes on asking until the page is full of rows that this reader may have, or there are no more. */
async function gatherRows(matching: Matching, asked: readonly Asked[], wanted: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const streams = asked.map(({ stream }) => stream);
  const of = new Map(asked.map((one) => [one.stream, one]));
  await fillPages(
    () => merge(streams, rows, wanted).flatMap((stream) => of.get(stream) ?? []),
    (nation, some) => ask(matching, nation, some),
  );
  return rows;
}

/** One request to one nation for all the values that wait for it. */
async function ask(matching: Matching, nation: string, asked: readonly Asked[]): Promise<void> {
  const { run, step } = matching;
  const { found, rule } = step;
  const variables: Record<string, unknown> = { [argumentName('nations')]: [nation] };
  for (const [index, { stream, compared }] of asked.entries()) {
    variables[`__gw_first${index}`] = stream.count;
    variables[`__gw_after${index}`] = stream.after;
    for (const [name, from] of rule.values) variables[partArgument(name, index)] = compared.values[from];
  }
  const answer = await run.ask(nation, { query: rootPartsText(found.field, asked.length), variables });
  const form = formOf(run, found);
  const came = asked.flatMap((one, index) => {
    const part = 'data' in answer ? (answer.data[`part${index}`] ?? undefined) : undefined;
    const pending = part === undefined ? one.stream.fail() : one.stream.read(admissionOf(run, nation), part, form);
    return pending.flatMap((row) => row() ?? []).map((row) => ({ ...one, row }));
  });
  const matched = came.flatMap(({ row, stream, compared }) => {
    const match = matchOf(matching, nation, compared, row);
    return match ? [{ row, stream, match }] : [];
  });
  await Promise.all([
    askOwners(
      run,
      step.named,
      matched.map(({ match }) => match.other),
    ),
    askOwners(
      run,
      step.compared,
      matched.map(({ match }) => match.theirs),
    ),
  ]);
  for (const { row, stream, match } of matched) {
    const made = isAlike(rule, match) ? matchRow(run, step, row, match) : null;
    if (made) stream.buffer.push(made);
  }
}

/** Null: it leads to no other record, or back to the one that it is asked about. */
function matchOf({ step: { rule }, named }: Matching, nation: string, compared: Entry, { node }: Row): Match | null {
  const [other, theirs] = [rule.ends.named, rule.ends.compared].map((end) => node.values[keys.end(end)]);
  if (!(other instanceof Entry) || !(theirs instanceof Entry) || other.key === named.key) return null;
  return {
    id: `ALLIANCE:x:${createHash('sha256').update(`${named.key} ${node.key}`).digest('hex').slice(0, 32)}`,
    named,
    compared,
    found: node,
    other: new Entry(rule.named.name, nation, other.key),
    theirs: new Entry(rule.compared.name, nation, theirs.key),
  };
}
