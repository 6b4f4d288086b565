// Labels of labels that are there: for a time, and for named persons.
import type { Label } from '../../../schema/label/label.ts';
import { labelProblem } from '../../../schema/label/labelProblem.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { sorted } from '../../../schema/label/names.ts';
import { parseMarking } from '../../../schema/label/parseMarking.ts';

/** `first` until then, `then` from then on; null: that is no label. */
export function embargo(first: string, at: number, then: string): string | null {
  const [before, after] = [labelIn(first), labelIn(then)];
  if (!before || !after) return null;
  const succession = { at: new Date(at).toISOString(), label: { ...after, succession: null } };
  return allowed({ ...before, succession });
}

/** The label for these persons alone. */
export function forPersons(text: string, persons: readonly string[]): string | null {
  const label = labelIn(text);
  return label && allowed({ ...label, tlp: 'RED', recipients: sorted(persons), succession: null });
}

/** The label as it is until its time comes. */
export const undated = (text: string): string => text.split(' UNTIL ', 1)[0] ?? text;

export const isDated = (text: string | undefined): boolean => text?.includes(' UNTIL ') === true;

function labelIn(text: string): Label | null {
  const label = parseMarking(text)?.label;
  return label === undefined || label === 'UNLABELLED' ? null : label;
}

const allowed = (label: Label): string | null => (labelProblem(label) === null ? labelText(label) : null);
