import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Label, Tlp } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import type { Level } from '../../schema/label/level.ts';
import { sorted, union } from '../../schema/label/names.ts';

/** `LabelInput` of the contract, coerced. */
export interface LabelInput {
  readonly level: Level;
  /** Null = everyone. */
  readonly releasableTo: readonly string[] | null;
  readonly eyesOnly?: readonly string[] | null;
  readonly categories: readonly string[];
  readonly alternatives: readonly (readonly string[])[];
  readonly tlp?: Tlp | null;
  readonly recipients?: readonly string[] | null;
  readonly originatorControlled: boolean;
  readonly originatorMarking?: string | null;
  readonly reviewAt?: string | null;
  readonly succession?: { readonly at: string; readonly label: LabelInput } | null;
}

export interface LabelOrigin {
  readonly nation: string;
  readonly registry: AllianceDocument;
  readonly now: number;
  /** Labels of what the record is made from: whose information it is, is theirs too. */
  readonly sources: readonly Label[];
}

/** The label that a writer asks for, or what is wrong with it, with the place within the input. */
export function labelFrom(
  input: LabelInput,
  origin: LabelOrigin,
): Label | { readonly problem: string; readonly path: readonly string[] } {
  const odd = (input.releasableTo ?? []).find((name) => !isName(name, origin.registry));
  if (odd !== undefined) {
    return { problem: `\`${odd}\` is no nation, organisation, coalition or agreement`, path: ['releasableTo'] };
  }
  const succession = input.succession ? labelFrom(input.succession.label, origin) : null;
  if (succession !== null && 'problem' in succession) {
    return { problem: succession.problem, path: ['succession', 'label', ...succession.path] };
  }
  const label = {
    ...plain(input, origin),
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
    createdOn: new Date(now).toISOString().slice(0, 10),
    succession: null,
  };
}

function plain(input: LabelInput, { nation, now, sources }: LabelOrigin): Label {
  const { level, releasableTo, eyesOnly, categories, alternatives, tlp, recipients } = input;
  return {
    level,
    releasableTo: releasableTo === null ? 'ALL' : sorted([...releasableTo, nation]),
    eyesOnly: eyesOnly ? sorted(eyesOnly) : 'ALL',
    recipients: recipients ? sorted(recipients) : 'ALL',
    allOf: sorted(categories),
    anyOf: sorted(alternatives.map((group) => sorted(group).join())).map((group) => group.split(',')),
    tlp: tlp ?? null,
    orcon: sorted([...(input.originatorControlled ? [nation] : []), ...sources.flatMap(({ orcon }) => orcon)]),
    originators: sorted([nation, ...sources.flatMap(({ originators }) => originators)]),
    originatorMarking: input.originatorMarking ?? null,
    info: [],
    createdOn: new Date(now).toISOString().slice(0, 10),
    reviewAt: input.reviewAt ?? null,
    succession: null,
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
