import { getNamedType, isListType, isNonNullType } from 'graphql';
import { joinLabels } from '../../schema/label/joinLabels.ts';
import { keys } from '../operation/selections.ts';
import { admitObject, isRefused } from './admit.ts';
import { labelOf } from './computedLabel.ts';
import { argumentsFor } from './gatherArguments.ts';
import { requestVariables, rootGatherText } from './requests.ts';
import { admissionOf, type Run } from './Run.ts';
import { coverageOf, scopeOf } from './scope.ts';
import type { GatherStep } from './Step.ts';
import { Computed, Entry, together } from './tree.ts';

/**
 * A summary over all nations in scope: every count carries its own marking and is admitted by itself, then those of one
 * key are added. Times merge to the earliest. The label joins what was counted; it is printed and decides nothing.
 */
export async function gatherSummary(run: Run, step: GatherStep, parent: Entry): Promise<void> {
  const { field } = step;
  const type = field.selection.shape.type.name;
  const args = await argumentsFor(run, field);
  const scope = scopeOf(run, step, args.nations, parent);
  const answers = await Promise.all(
    scope.called.map(async (nation) => {
      const variables = requestVariables(field, args.towards(nation), run.variables);
      const answer = await run.ask(nation, { query: rootGatherText(field, false), variables });
      const raw = 'data' in answer ? answer.data['part0'] : undefined;
      return admitObject({ ...admissionOf(run, nation), countedIn: type }, raw, field.selection.shape);
    }),
  );
  const parts = answers.filter((answer) => answer instanceof Entry);
  const unavailable = scope.called.filter((_, index) => isRefused(answers[index]));
  const summary = new Entry(type, '', null);
  for (const { key, type: fieldType } of field.selection.shape.fieldsOf(run.model.schema, type)) {
    const values = parts.map((part) => part.values[key]).filter((value) => value !== undefined && value !== null);
    if (getNamedType(fieldType).name === 'Count') summary.values[key] = added(values.flat());
    else if (isListType(isNonNullType(fieldType) ? fieldType.ofType : fieldType)) summary.values[key] = values.flat();
    else summary.values[key] = earliest(values, run.context.now);
    if (key === keys.counted) summary.answer('label', labelOfCounted(run, type, values.flat()));
  }
  summary.answer('coverage', coverageOf(scope, unavailable));
  parent.values[field.key] = together(parent.values[field.key], summary);
}

/** One count a key, by key as bytes; what the records do not say comes last. */
function added(counts: readonly unknown[]): Computed[] {
  const sums = new Map<string | null, number>();
  for (const count of counts) {
    if (!(count instanceof Entry)) continue;
    const key = (count.values[keys.countKey] ?? null) as string | null;
    sums.set(key, (sums.get(key) ?? 0) + Number(count.values[keys.count]));
  }
  return [...sums]
    .toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map(([key, count]) => new Computed({ key, count }));
}

const earliest = (values: readonly unknown[], now: number): unknown =>
  values.toSorted((a, b) => Date.parse(String(a)) - Date.parse(String(b)))[0] ?? new Date(now).toISOString();

function labelOfCounted(run: Run, type: string, counts: readonly unknown[]): Computed {
  const labels = counts.flatMap((count) =>
    count instanceof Entry && typeof count.admission === 'object' ? [count.admission.marking.label] : [],
  );
  const domain = run.model.domains.get(type) ?? 'CENTRAL';
  const { directory } = run.registry;
  const label = joinLabels(labels, run.context.reader.nation, directory, domain, run.context.now);
  return labelOf(label, run.context.reader.nation, directory, domain, run.context.now);
}
