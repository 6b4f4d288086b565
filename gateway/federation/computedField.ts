import { directoryTowards } from '../policy/directoryTowards.ts';
import { fieldMarkingsOf, labelOf } from './computedLabel.ts';
import type { Run } from './Run.ts';
import type { Entry } from './tree.ts';

/** What the gateway itself answers of an object that a subgraph gave; undefined for every other field. */
export function computedField(run: Run, entry: Entry, fieldName: string): unknown {
  if (fieldName === 'cursor' && entry.cursor !== undefined) return entry.cursor();
  const made = entry.computed.get(fieldName);
  if (made) return made;
  if (!run.model.fromMarking.has(`${entry.type}.${fieldName}`) || typeof entry.admission !== 'object') return undefined;
  const { owner, marking } = entry.admission;
  const domain = run.model.domains.get(entry.type) ?? 'CENTRAL';
  const { now } = run.context;
  if (fieldName === 'fieldMarkings') return fieldMarkingsOf(entry.admission, now);
  return labelOf(marking.label, owner, directoryTowards(owner, run.registry), domain, now);
}
