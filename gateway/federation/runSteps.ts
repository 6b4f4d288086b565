import { askCentral } from './askCentral.ts';
import { askOwners } from './askOwners.ts';
import { askRoute } from './askRoute.ts';
import { allMet } from './conditions.ts';
import { gatherConnection } from './gatherConnection.ts';
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

async function runStep(run: Run, step: Step): Promise<void> {
  if (!allMet(step.conditions, run.variables)) return;
  const entries = entriesAt(run.root, step.path, run.model.isLabelled);
  if (entries.length === 0) return;
  switch (step.kind) {
    case 'central':
      return askCentral(run, step, entries);
    case 'route':
      return askRoute(run, step);
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
