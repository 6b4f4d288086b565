import { unlabelled } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { exerciseControl } from './exerciseControl.ts';

/**
 * When an inject reached its teams: when somebody released it, or else at the time at which its label opens by itself.
 * Null: not yet.
 */
export function releasedAt(released: string | null, marking: string, now: number): string | null {
  const label = parseMarking(marking)?.label ?? unlabelled;
  if (released !== null || label === unlabelled || label.succession === null) return released;
  const { at, label: next } = label.succession;
  const opens = label.allOf.includes(exerciseControl) && !next.allOf.includes(exerciseControl);
  return opens && Date.parse(at) <= now ? at : null;
}
