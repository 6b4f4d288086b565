import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import { nationCodes } from '../runtime/nationCodes.ts';
import { orNull } from '../runtime/orNull.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { ExerciseKind, ExerciseRecord, ExerciseSeries, ObjectiveRecord, TeamRecord } from './records.ts';

/** `PlanExerciseInput` of the contract, coerced. */
export interface PlanExerciseInput {
  readonly name: string;
  readonly series: ExerciseSeries;
  readonly kind: ExerciseKind;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly participants: readonly string[];
  readonly partnerOrganisations: readonly string[];
  readonly scenario?: string | null;
  readonly objectives: readonly string[];
  readonly teams: readonly { readonly role: TeamRecord['role']; readonly nations: readonly string[] }[];
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
}

/** What is kept with an exercise at most. */
const most = 100;

export async function planExercise(writing: Writing, input: PlanExerciseInput): Promise<Written> {
  const { startsAt = null, endsAt = null } = input;
  if (startsAt !== null && endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt)) {
    throw new WriteRefused('INVALID', 'must be after `startsAt`', ['input', 'endsAt']);
  }
  const unmarked: ExerciseRecord = {
    __typename: 'Exercise',
    id: writing.newId('Exercise'),
    label: writing.label('Exercise', input.label, ['input', 'label']),
    portions: {},
    name: titled(input.name, ['input', 'name']),
    series: input.series,
    kind: input.kind,
    phase: 'CONCEPT',
    startsAt,
    endsAt,
    participants: orNull(nationCodes(input.participants, ['input', 'participants'], writing)),
    partnerOrganisations: [...new Set(input.partnerOrganisations)],
    scenario: input.scenario ?? null,
  };
  const exercise = writing.marked(unmarked, input.portions);
  await writing.put(exercise, ...objectivesOf(writing, exercise, input), ...teamsOf(writing, exercise, input));
  return { exercise: ['Exercise', exercise.id] };
}

function objectivesOf(
  writing: Writing,
  { id, label }: ExerciseRecord,
  { objectives }: PlanExerciseInput,
): readonly ObjectiveRecord[] {
  expectFew(objectives, 'objectives');
  return objectives.map((text, index) => ({
    __typename: 'Objective',
    id: writing.newId('Objective'),
    label,
    portions: {},
    exercise: id,
    text: titled(text, ['input', 'objectives', String(index)]),
    trainingAudience: null,
    met: null,
  }));
}

function teamsOf(writing: Writing, { id, label }: ExerciseRecord, { teams }: PlanExerciseInput): readonly TeamRecord[] {
  expectFew(teams, 'teams');
  return teams.map(({ role, nations }, index) => ({
    __typename: 'Team',
    id: writing.newId('Team'),
    label,
    portions: {},
    exercise: id,
    role,
    nations: nationCodes(nations, ['input', 'teams', String(index), 'nations'], writing),
    score: null,
  }));
}

function expectFew(items: readonly unknown[], field: string): void {
  if (items.length > most) throw new WriteRefused('INVALID', `at most ${most}`, ['input', field]);
}
