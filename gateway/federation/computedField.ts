import { directoryTowards } from '../policy/directoryTowards.ts';
import { fieldMarkingsOf, labelOf } from './computedLabel.ts';
import type { SelectedField } from './compileCompletion.ts';
import type { Run } from './Run.ts';
import type { Entry } from './tree.ts';

/** What the gateway itself answers of an object that a subgraph gave; undefined for every other field. */
export function computedField(run: Run, entry: Entry, { name, isFromMarking }: SelectedField): unknown {
  if (entry.cursor !== undefined && name === 'cursor') return entry.cursor();
  const made = entry.computed?.get(name);
  if (made) return made;
  if (!isFromMarking || typeof entry.admission !== 'object') return undefined;
  const { owner, marking } = entry.admission;
  const domain = run.model.domains.get(entry.type) ?? 'CENTRAL';
  const { now } = run.context;
  if (name === 'fieldMarkings') return fieldMarkingsOf(entry.admission, now);
  return labelOf(marking.label, owner, directoryTowards(owner, run.registry), domain, now);
}
