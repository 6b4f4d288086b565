import { getNamedType, isAbstractType } from 'graphql';
import { timeKey } from '../../schema/position.ts';
import { CodedError } from '../errors.ts';
import type { NationAnswer } from '../nations/NationAnswer.ts';
import { keys } from '../operation/selections.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { fillPages } from './fillPages.ts';
import { argumentsFor, type GatherArguments } from './gatherArguments.ts';
import { scopeOf, type Scope } from './scope.ts';
import { connectionOf, openPage, type ListPage } from './listPage.ts';
import { merge } from './merge.ts';
import { entityGatherText, requestVariables, rootGatherText } from './requests.ts';
import { admissionOf, servingNations, type Run } from './Run.ts';
import type { ShapeField } from './Shape.ts';
import type { GatherStep } from './Step.ts';
import { shareOf } from './shareOf.ts';
import { startOf, Stream, type PageForm, type Pending, type Row } from './Stream.ts';
import { Entry, together, type Connection } from './tree.ts';

/** One merged list under way: the field of one parent. */
interface Walk {
  readonly parent: Entry;
  readonly scope: Scope;
  readonly page: ListPage;
  readonly streams: readonly Stream[];
  readonly rows: Row[];
}

/**
 * Asks every nation in scope that may know the parent, merges their rows and goes on asking until the page is full of
 * rows that this reader may have, or there are no more. The walks of several parents share their requests.
 */
export async function gatherConnection(run: Run, step: GatherStep, parents: readonly Entry[]): Promise<void> {
  const { field } = step;
  const args = await argumentsFor(run, field);
  const first = args.first ?? 0;
  const walks: Walk[] = [];
  for (const parent of parents) {
    const walk = begin(run, step, args, parent);
    if (walk instanceof Error) parent.values[field.key] = walk;
    else walks.push(walk);
  }
  const gathering: Gathering = { run, step, args, form: formOf(run, step) };
  await fillPages(
    () =>
      walks.flatMap((walk) => merge(walk.streams, walk.rows, first + 1).map((stream): Starving => ({ walk, stream }))),
    (nation, asked) => ask(gathering, nation, asked),
  );
  for (const walk of walks) {
    const { values } = walk.parent;
    values[field.key] = together(values[field.key], finish(run, step, walk, first));
  }
}

/** What the walks of one field share. */
interface Gathering {
  readonly run: Run;
  readonly step: GatherStep;
  readonly args: GatherArguments;
  readonly form: PageForm;
}

interface Starving {
  readonly walk: Walk;
  readonly stream: Stream;
}

function begin(run: Run, step: GatherStep, args: GatherArguments, parent: Entry): Walk | Error {
  const page = openPage(run, step.field, args, parent.key);
  if (page instanceof Error) return page;
  const scope = scopeOf(run, step, args.nations, parent);
  const share = shareOf(page.size, step.scope === 'all' ? servingNations(run.registry).length : 1);
  const streams = scope.called.map((nation) => new Stream(nation, startOf(nation, page.start), page.size, share));
  return { parent, scope, page, streams, rows: [] };
}

/** One request to one nation for all the walks that wait for it. */
async function ask({ run, step, args, form }: Gathering, nation: string, asked: readonly Starving[]): Promise<void> {
  const { field } = step;
  const atRoot = step.path.length === 0;
  const groups = [...Map.groupBy(asked, ({ stream }) => `${stream.count} ${stream.after}`).values()];
  const variables = requestVariables(field, args.towards(nation), run.variables);
  for (const [index, group] of groups.entries()) {
    variables[`__gw_first${index}`] = group[0]?.stream.count;
    variables[`__gw_after${index}`] = group[0]?.stream.after;
    if (!atRoot)
      variables[`__gw_parents${index}`] = group.map(({ walk }) => representation(run, field.typeName, walk.parent));
  }
  const query = atRoot ? rootGatherText(field, true) : entityGatherText(field, groups.length);
  const answer = await run.ask(nation, { query, variables });
  await Promise.all(
    groups.flatMap((group, groupIndex) =>
      group.map(async ({ stream }, index) => {
        const part = partOf(answer, atRoot, groupIndex, index);
        if (part === undefined) stream.fail();
        else
          stream.buffer.push(...(await visible(run, nation, stream.read(admissionOf(run, nation), part, form), form)));
      }),
    ),
  );
}

/** Undefined: no usable answer, such as null in place of the list. Null: the nation holds nothing for this parent. */
function partOf(answer: NationAnswer, atRoot: boolean, group: number, index: number): unknown {
  if (!('data' in answer)) return undefined;
  if (atRoot) return answer.data['part0'] ?? undefined;
  const entities = answer.data[`group${group}`];
  const entity: unknown = Array.isArray(entities) ? entities[index] : undefined;
  if (entity === null) return null;
  return isRecord(entity) ? (entity[`part${group}`] ?? undefined) : undefined;
}

/** The rows whose references all lead somewhere, or were never recorded. Those without such references wait their turn. */
async function visible(
  run: Run,
  holder: string,
  pending: readonly Pending[],
  { isGuarded }: PageForm,
): Promise<readonly (Row | Pending)[]> {
  if (!isGuarded) return pending;
  const rows = pending.flatMap((row) => row() ?? []);
  const kept = await Promise.all(
    rows.map(async ({ node }) => {
      const ends = run.model.visibleWith.get(node.type) ?? [];
      const targets = ends.map((end) => node.values[keys.end(end)]).filter((target) => target instanceof Entry);
      const leads = await Promise.all(targets.map((target) => run.references.leads(holder, target)));
      return leads.every(Boolean);
    }),
  );
  return rows.filter((_, index) => kept[index]);
}

function finish(run: Run, step: GatherStep, walk: Walk, first: number): Connection | Error | null {
  const { scope, page, streams } = walk;
  const failed = streams.filter((stream) => stream.state === 'unavailable').map((stream) => stream.nation);
  if (step.scope === 'owner' && failed.length > 0) {
    const [nation = ''] = failed;
    return run.model.isLabelled(walk.parent.type) ? null : new CodedError('NATION_UNAVAILABLE', { nation });
  }
  const typeName = step.field.selection.shape.type.name;
  return connectionOf({ page, scope, failed }, walk.rows, typeName, () => edgesOf(run, step), first);
}

const representation = (run: Run, typeName: string, parent: Entry): Record<string, unknown> => ({
  __typename: typeName,
  [run.model.ownerKey(typeName) ?? 'id']: parent.key,
});

export const edgesOf = ({ model }: Run, { field: { selection } }: Pick<GatherStep, 'field'>): ShapeField[] =>
  selection.shape.fieldsOf(model.schema, selection.shape.type.name).filter(({ name }) => name === 'edges');

/** The rewrite sees to it that there is one `edges` and in it one `node` that no variable leaves out. */
export function formOf(run: Run, step: GatherStep): PageForm {
  const edges = edgesOf(run, step);
  const leading = edges.find((field) => !field.conditional);
  const node = leading?.shape
    ?.fieldsOf(run.model.schema, leading.shape.type.name)
    .find((field) => field.name === 'node' && !field.conditional);
  if (!leading || !node) throw new TypeError('a gathered connection lacks its own edges');
  const isPast = run.model.past.has(`${step.field.typeName}.${step.field.definition.name}`);
  const latestKey = isPast ? timeKey(run.context.now + clockTolerance) : null;
  const nodeType = getNamedType(node.type);
  const types = isAbstractType(nodeType) ? run.model.schema.getPossibleTypes(nodeType) : [nodeType];
  const isGuarded = types.some(({ name }) => run.model.visibleWith.has(name));
  return { edges, lead: { edges: leading.key, node: node.key }, isGuarded, latestKey };
}

/** Milliseconds by which a nation's clock may be ahead of ours. */
const clockTolerance = 5000;
