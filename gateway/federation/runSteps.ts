import { askCentral } from './askCentral.ts';
import { askOwners } from './askOwners.ts';
import { askRoute } from './askRoute.ts';
import { allMet } from './conditions.ts';
import { gatherConnection } from './gatherConnection.ts';
import { gatherMatches } from './gatherMatches.ts';
import { gatherSummary } from './gatherSummary.ts';
import type { Run } from './Run.ts';
import type { PlannedStep, Step } from './Step.ts';
import { entriesAt } from './tree.ts';

/** Runs the steps of an operation, each as soon as those before it are done, into the tree of the run. */
export async function runSteps(run: Run, steps: readonly PlannedStep[]): Promise<void> {
  const done: Promise<void>[] = [];
  const settle = (index: number): Promise<void> => {
    const planned = steps[index];
    if (!planned) return Promise.resolve();
    return (done[index] ??= Promise.all(planned.after.map(settle)).then(() => runStep(run, planned.step)));
  };
  await Promise.all(steps.map((_, index) => settle(index)));
}

/** Runs the root fields of a mutation one after the other, each with all that is asked of its answer. */
export async function runInTurn(run: Run, steps: readonly PlannedStep[]): Promise<void> {
  const turns = steps.filter(({ step }) => step.path.length === 0).map(({ step }) => rootKeysOf(step));
  for (const keys of turns) {
    const own = steps.flatMap(({ step }, index) => (rootKeysOf(step).some((key) => keys.includes(key)) ? [index] : []));
    const places = new Map(own.map((index, place) => [index, place]));
    await runSteps(
      run,
      own.flatMap((index) => {
        const planned = steps[index];
        if (!planned) return [];
        return [{ ...planned, after: planned.after.flatMap((other) => places.get(other) ?? []) }];
      }),
    );
  }
}

/** The response keys at the root that a step fills, or lies below. */
function rootKeysOf(step: Step): readonly string[] {
  const [key] = step.path;
  if (key !== undefined) return [key];
  if ('field' in step) return [step.field.key];
  return step.kind === 'central' ? step.shape.parts.flatMap(({ fields }) => fields.map((field) => field.key)) : [];
}

async function runStep(run: Run, step: Step): Promise<void> {
  if (!allMet(step.conditions, run.variables)) return;
  const entries = entriesAt(run.root, step.path, run.model.isLabelled);
  if (entries.length === 0) return;
  switch (step.kind) {
    case 'central':
      return askCentral(run, step, entries);
    case 'route':
      return askRoute(run, step);
    case 'match':
      return gatherMatches(run, step);
    case 'owner':
      return askOwners(
        run,
        step,
        entries.filter((entry) => entry.type === step.typeName),
      );
    case 'gather': {
      const parents = entries.filter(
        (entry) =>
          entry.type === step.field.typeName &&
          (typeof entry.admission === 'object' || !run.model.isLabelled(entry.type)),
      );
      if (parents.length === 0) return undefined;
      if (step.connection) return gatherConnection(run, step, parents);
      await Promise.all(parents.map((parent) => gatherSummary(run, step, parent)));
      return undefined;
    }
  }
}
