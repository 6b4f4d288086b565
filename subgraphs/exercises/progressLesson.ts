import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import lifeCycle from './lessonLifeCycle.json' with { type: 'json' };
import type { LessonRecord, LessonStatus } from './records.ts';

/** `ProgressLessonInput` of the contract, coerced. */
export interface ProgressLessonInput {
  readonly id: string;
  readonly version: string;
  readonly to: LessonStatus;
}

export async function progressLesson(writing: Writing, { id, version, to }: ProgressLessonInput): Promise<Written> {
  const { whole } = await writing.target<LessonRecord>('Lesson', id, version);
  expectStep(lifeCycle, whole.status, to, ['input', 'to']);
  const lesson: LessonRecord = { ...whole, status: to };
  await writing.put(lesson);
  return { lesson: ['Lesson', lesson.id] };
}
