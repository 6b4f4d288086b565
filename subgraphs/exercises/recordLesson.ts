import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import { nationCodes } from '../runtime/nationCodes.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput, Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { LessonRecord } from './records.ts';

/** `RecordLessonInput` of the contract, coerced. */
export interface RecordLessonInput {
  readonly title: string;
  readonly observation: string;
  readonly discussion?: string | null;
  readonly conclusion?: string | null;
  readonly recommendation?: string | null;
  readonly exercise?: string | null;
  readonly incidents: readonly string[];
  readonly actionBy: readonly string[];
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
}

/** A lesson names so many incidents at most. */
const most = 100;

export async function recordLesson(writing: Writing, input: RecordLessonInput): Promise<Written> {
  const sources = await sourcesOf(writing, input);
  const unmarked: LessonRecord = {
    __typename: 'Lesson',
    id: writing.newId('Lesson'),
    label: writing.label('Lesson', input.label, ['input', 'label'], sources),
    leastLabel: writing.leastLabel(sources),
    portions: {},
    title: titled(input.title, ['input', 'title']),
    observation: titled(input.observation, ['input', 'observation']),
    discussion: input.discussion ?? null,
    conclusion: input.conclusion ?? null,
    recommendation: input.recommendation ?? null,
    status: 'OBSERVATION',
    recordedAt: writing.at,
    exercise: input.exercise ?? null,
    incidents: [...new Set(input.incidents)],
    actionBy: nationCodes(input.actionBy, ['input', 'actionBy'], writing),
  };
  const lesson = writing.marked(unmarked, input.portions);
  await writing.put(lesson);
  return { lesson: ['Lesson', lesson.id] };
}

async function sourcesOf(writing: Writing, { exercise, incidents }: RecordLessonInput): Promise<readonly Source[]> {
  if (incidents.length > most) throw new WriteRefused('INVALID', `at most ${most}`, ['input', 'incidents']);
  const trained = exercise ? [await writing.source('Exercise', exercise, ['input', 'exercise'])] : [];
  const handled = incidents.map((id, index) => writing.source('Incident', id, ['input', 'incidents', String(index)]));
  return [...trained, ...(await Promise.all(handled))];
}
