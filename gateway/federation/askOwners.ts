import { CodedError } from '../errors.ts';
import { keys } from '../operation/selections.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { admitObject, BROKEN, ownerOf } from './admit.ts';
import { entitiesText, usedVariables } from './requests.ts';
import { admissionOf, serves, type Run } from './Run.ts';
import type { OwnerStep } from './Step.ts';
import { Entry } from './tree.ts';

/** Asks each owner once for all of its records among these, and admits what it says into the tree. */
export async function askOwners(
  run: Run,
  { typeName, selection }: OwnerStep,
  entries: readonly Entry[],
): Promise<void> {
  const byOwner = Map.groupBy(
    entries.filter((entry) => entry.key !== null),
    (entry) => ownerOf(entry.key ?? ''),
  );
  const by = run.model.ownerKey(typeName) ?? 'id';
  const query = entitiesText(typeName, by, selection);
  await Promise.all(
    [...byOwner].map(async ([owner, own]) => {
      if (!serves(run.registry, owner)) return;
      const byKey = [...Map.groupBy(own, (entry) => entry.key)];
      const __gw_representations = byKey.map(([key]) => ({ __typename: typeName, [by]: key }));
      const variables = { ...usedVariables(selection, run.variables), __gw_representations };
      const answer = await run.ask(owner, { query, variables });
      const entities = 'data' in answer ? answer.data['_entities'] : null;
      if (!Array.isArray(entities) || entities.length !== byKey.length) unanswered(run, own, owner, selection.shape);
      else {
        byKey.forEach(([key, places], index) => place(run, owner, key, entities[index], places, selection));
        await Promise.all(own.map((entry) => hideAlone(run, owner, entry)));
      }
    }),
  );
}

/** A record that shows only with others is hidden where one of them is. */
async function hideAlone(run: Run, owner: string, entry: Entry): Promise<void> {
  if (typeof entry.admission !== 'object') return;
  const ends = run.model.visibleWith.get(entry.type) ?? [];
  const targets = ends.map((end) => entry.values[keys.end(end)]).filter((target) => target instanceof Entry);
  const leads = await Promise.all(targets.map((target) => run.references.leads(owner, target)));
  if (!leads.every(Boolean)) entry.admission = 'hidden';
}

/** The owner's word on one record, in every place of the tree that refers to it. */
function place(
  run: Run,
  owner: string,
  key: string | null,
  raw: unknown,
  places: readonly Entry[],
  { shape }: OwnerStep['selection'],
): void {
  const found = isRecord(raw) && raw[keys.key] === key;
  for (const entry of places) {
    const admitted = found ? admitObject(admissionOf(run, owner), raw, shape, entry) : BROKEN;
    if (admitted === BROKEN && run.model.isLabelled(entry.type)) entry.admission = 'hidden';
  }
}

/** A record whose owner does not answer is as absent as a hidden one; a field of a Nation says that it is missing. */
function unanswered(run: Run, entries: readonly Entry[], nation: string, shape: OwnerStep['selection']['shape']): void {
  for (const entry of entries) {
    if (run.model.isLabelled(entry.type)) {
      entry.admission ??= 'hidden';
      continue;
    }
    for (const field of shape.fieldsOf(run.model.schema, entry.type)) {
      entry.values[field.key] ??= new CodedError('NATION_UNAVAILABLE', { nation });
    }
  }
}
