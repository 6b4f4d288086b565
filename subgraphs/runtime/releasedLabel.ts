import type { Label, Names } from '../../schema/label/label.ts';
import { admits, union } from '../../schema/label/names.ts';

/** Whose the label is, the day on which it is widened, and whom it lets in as it is. */
export interface ReleaseOrigin {
  readonly nation: string;
  readonly day: string;
  readonly audience: Names;
}

/**
 * The label as one that lets in one body more, or why it cannot be. What else it asks for stays, and it is widened only
 * where the information is the nation's alone. One that lets it in already is the same object.
 */
export function releasedLabel(
  label: Label,
  to: string,
  { nation, day, audience }: ReleaseOrigin,
): Label | { readonly problem: string } {
  const { releasableTo, originators, eyesOnly, recipients, tlp } = label;
  if (recipients !== 'ALL' || tlp === 'RED') return { problem: 'it is for the people alone whom its label names' };
  if (!admits(eyesOnly, to)) return { problem: `its label keeps nationals of \`${to}\` out` };
  if (admits(audience, to)) return label;
  if (originators.some((originator) => originator !== nation)) {
    return { problem: `it is not the information of \`${nation}\` alone` };
  }
  if (admits(releasableTo, to)) return { problem: `its label keeps \`${to}\` out` };
  const names = releasableTo === 'ALL' ? [] : releasableTo;
  return { ...label, releasableTo: union(names, [to]), originatorMarking: null, createdOn: day };
}
