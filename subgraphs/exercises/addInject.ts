import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { Writing } from '../runtime/Writing.ts';
import { exerciseControl } from './exerciseControl.ts';
import type { ExerciseRecord, InjectRecord } from './records.ts';

/** `AddInjectInput` of the contract, coerced. */
export interface AddInjectInput {
  readonly exercise: string;
  readonly plannedAt: string;
  readonly teams: readonly string[];
  readonly content: string;
  readonly expectedReaction?: string | null;
  readonly label: LabelInput;
}

/** Until it is released it is for exercise control alone: its label says from when it is for its teams. */
export async function addInject(writing: Writing, input: AddInjectInput): Promise<Written> {
  const path = ['input', 'exercise'];
  const { whole } = await writing.target<ExerciseRecord>('Exercise', input.exercise, null, path);
  const exercise = await writing.source('Exercise', whole.id, path);
  if (Date.parse(input.plannedAt) <= writing.now) {
    throw new WriteRefused('INVALID', 'must lie ahead', ['input', 'plannedAt']);
  }
  const inject: InjectRecord = {
    __typename: 'Inject',
    id: writing.newId('Inject'),
    label: writing.label('Inject', guarded(input), ['input', 'label'], [exercise]),
    leastLabel: writing.leastLabel([exercise]),
    portions: {},
    exercise: whole.id,
    plannedAt: input.plannedAt,
    releasedAt: null,
    teams: await teamsOf(writing, input),
    content: titled(input.content, ['input', 'content']),
    expectedReaction: input.expectedReaction ?? null,
  };
  await writing.put(inject);
  return { inject: ['Inject', inject.id] };
}

function guarded({ label, plannedAt }: AddInjectInput): LabelInput {
  const { succession, ...released } = label;
  return {
    ...label,
    categories: [...new Set([...label.categories, exerciseControl])],
    succession: succession ?? { at: plannedAt, label: released },
  };
}

/** Teams of other exercises are none here, as those that the writer may not see. */
async function teamsOf(writing: Writing, { exercise, teams }: AddInjectInput): Promise<readonly string[]> {
  if (teams.length === 0) throw new WriteRefused('INVALID', 'at least one team gets it', ['input', 'teams']);
  const ids = [...new Set(teams)];
  for (const id of ids) {
    const team = await writing.reading.record('Team', id);
    if (team?.['exercise'] === exercise) continue;
    throw new WriteRefused('NOT_FOUND', 'there is no such team in this exercise', [
      'input',
      'teams',
      String(teams.indexOf(id)),
    ]);
  }
  return ids;
}
