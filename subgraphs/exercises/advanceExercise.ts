import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import lifeCycle from './exerciseLifeCycle.json' with { type: 'json' };
import type { ExercisePhase, ExerciseRecord } from './records.ts';

/** `AdvanceExerciseInput` of the contract, coerced. */
export interface AdvanceExerciseInput {
  readonly id: string;
  readonly version: string;
  readonly to: ExercisePhase;
}

export async function advanceExercise(writing: Writing, { id, version, to }: AdvanceExerciseInput): Promise<Written> {
  const { whole } = await writing.target<ExerciseRecord>('Exercise', id, version);
  expectStep(lifeCycle, whole.phase, to, ['input', 'to']);
  const exercise: ExerciseRecord = { ...whole, phase: to };
  await writing.put(exercise);
  return { exercise: ['Exercise', exercise.id] };
}
