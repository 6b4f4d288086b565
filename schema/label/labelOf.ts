import type { Label, Names, Tlp } from './label.ts';
import type { Level } from './level.ts';
import { sorted } from './names.ts';

/** As the contract's input of that name, defaults filled in. `releasableTo` null = everyone. */
export interface LabelInput {
  readonly level: Level;
  readonly releasableTo?: readonly string[] | null;
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

/** The label that one nation would write by this input. Nothing is checked (labelProblem does that). */
export function labelOf(input: LabelInput, originator: string, createdOn: string): Label {
  const { releasableTo, succession } = input;
  return {
    level: input.level,
    releasableTo: releasableTo ? sorted([...releasableTo, originator]) : 'ALL',
    eyesOnly: namesOf(input.eyesOnly),
    recipients: namesOf(input.recipients),
    allOf: sorted(input.categories),
    anyOf: sorted(input.alternatives.map((group) => sorted(group).join())).map((group) =>
      group === '' ? [] : group.split(','),
    ),
    tlp: input.tlp ?? null,
    orcon: input.originatorControlled ? [originator] : [],
    originators: [originator],
    originatorMarking: input.originatorMarking ?? null,
    info: [],
    createdOn,
    reviewAt: input.reviewAt ?? null,
    succession: succession ? { at: succession.at, label: labelOf(succession.label, originator, createdOn) } : null,
  };
}

const namesOf = (names: readonly string[] | null | undefined): Names => (names ? sorted(names) : 'ALL');
