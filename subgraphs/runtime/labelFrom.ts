import { dayOf } from '../../schema/label/dayOf.ts';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Label } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { labelOf, type LabelInput } from '../../schema/label/labelOf.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import { sorted, union } from '../../schema/label/names.ts';

export interface LabelOrigin {
  readonly nation: string;
  readonly registry: AllianceDocument;
  readonly now: number;
  /** Labels of what the record is made from. */
  readonly sources: readonly Label[];
}

/** In characters, of the marking in the originator's own scheme. */
const longestMarking = 200;

/** The label that a writer asks for, or what is wrong with it, with the place within the input. */
export function labelFrom(
  input: LabelInput,
  origin: LabelOrigin,
): Label | { readonly problem: string; readonly path: readonly string[] } {
  const odd = (input.releasableTo ?? []).find((name) => !isName(name, origin.registry));
  if (odd !== undefined) {
    return { problem: `\`${odd}\` is no nation, organisation, coalition or agreement`, path: ['releasableTo'] };
  }
  if ((input.originatorMarking ?? '').length > longestMarking) {
    return { problem: `must be ${longestMarking} characters at most`, path: ['originatorMarking'] };
  }
  const succession = input.succession ? labelFrom(input.succession.label, origin) : null;
  if (succession !== null && 'problem' in succession) {
    return { problem: succession.problem, path: ['succession', 'label', ...succession.path] };
  }
  const label = {
    ...withSources(labelOf(input, origin.nation, dayOf(origin.now)), origin.sources),
    succession: succession && { at: input.succession?.at ?? '', label: succession },
  };
  const problem = labelProblem(label);
  return problem === null ? label : { problem, path: [] };
}

/** The label that a record takes over from the one that it was made from, as that is now. */
export function inheritedLabel(label: Label, nation: string, now: number): Label {
  const present = labelAt(label, now);
  return {
    ...present,
    originators: union(present.originators, [nation]),
    originatorMarking: null,
    createdOn: dayOf(now),
    succession: null,
  };
}

/** Whose information it is made from, is theirs too. */
function withSources(label: Label, sources: readonly Label[]): Label {
  return {
    ...label,
    orcon: sorted([...label.orcon, ...sources.flatMap(({ orcon }) => orcon)]),
    originators: sorted([...label.originators, ...sources.flatMap(({ originators }) => originators)]),
  };
}

/**
 * Agreements are not for everybody to know of: a name that is made of the parties' codes, such as `EST-LVA`, is taken
 * whether or not there is one, and releases to nobody where there is none.
 */
function isName(name: string, { nations, organisations, coalitions, agreements }: AllianceDocument): boolean {
  const isPublic = (code: string): boolean =>
    [nations, organisations, coalitions].some((bodies) => bodies.some((body) => body.code === code));
  return isPublic(name) || name.split('-').every(isPublic) || agreements.some(({ code }) => code === name);
}
