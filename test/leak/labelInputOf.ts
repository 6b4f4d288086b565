import type { Label, Names } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';

/** What a writer sends to ask for a label like this one; null for none that can be asked for. */
export function labelInputOf(text: string): Readonly<Record<string, unknown>> | null {
  const label = parseMarking(text)?.label;
  return label === undefined || label === 'UNLABELLED' ? null : inputOf(label);
}

function inputOf(label: Label): Readonly<Record<string, unknown>> {
  const { level, releasableTo, eyesOnly, recipients, allOf, anyOf, tlp, orcon, originatorMarking, reviewAt } = label;
  return {
    level,
    releasableTo: orNull(releasableTo),
    eyesOnly: orNull(eyesOnly),
    recipients: orNull(recipients),
    categories: allOf,
    alternatives: anyOf,
    tlp,
    originatorControlled: orcon.length > 0,
    originatorMarking,
    reviewAt,
    succession: label.succession && { at: label.succession.at, label: inputOf(label.succession.label) },
  };
}

const orNull = (names: Names): readonly string[] | null => (names === 'ALL' ? null : names);
