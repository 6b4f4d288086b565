import { mutation } from '../runtime/mutation.ts';
import { keeper, nations, ownReferences, reference, references, sharedEntity } from '../runtime/references.ts';
import type { NationStub } from '../runtime/references.ts';
import type { PageArguments, Reading, RecordObject } from '../runtime/Reading.ts';
import type { Resolvers } from '../runtime/Resolvers.ts';
import { versionOf } from '../runtime/versionOf.ts';
import { addInject } from './addInject.ts';
import { advanceExercise } from './advanceExercise.ts';
import { exerciseConditions, lessonConditions } from './filters.ts';
import type { ExerciseFilter, LessonFilter } from './filters.ts';
import { planExercise } from './planExercise.ts';
import { progressLesson } from './progressLesson.ts';
import { recordLesson } from './recordLesson.ts';
import { releasedAt } from './releasedAt.ts';
import { releaseInject } from './releaseInject.ts';

type ExercisesArguments = PageArguments & { where: ExerciseFilter };
type LessonsArguments = PageArguments & { where: LessonFilter };

const exercises = async ({ where, ...page }: ExercisesArguments, reading: Reading) =>
  reading.list('Exercise', { conditions: exerciseConditions(where) }, page);

/** Which lessons name a hidden incident of this nation is as hidden as the incident. */
async function lessons({ where, ...page }: LessonsArguments, reading: Reading) {
  const { incident } = where;
  const hidden =
    typeof incident === 'string' && reading.owns(incident) && !(await reading.record('Incident', incident));
  const conditions = lessonConditions(hidden ? { ...where, status: [] } : where);
  return reading.list('Lesson', { conditions }, page);
}

export const exercisesResolvers: Resolvers = {
  Query: {
    exercise: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Exercise', id),
    exercises: (_source: unknown, args: ExercisesArguments, reading: Reading) => exercises(args, reading),
    inject: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Inject', id),
    lesson: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Lesson', id),
    lessons: (_source: unknown, args: LessonsArguments, reading: Reading) => lessons(args, reading),
  },
  Mutation: {
    planExercise: mutation(planExercise),
    advanceExercise: mutation(advanceExercise),
    addInject: mutation(addInject),
    releaseInject: mutation(releaseInject),
    recordLesson: mutation(recordLesson),
    progressLesson: mutation(progressLesson),
  },
  Nation: {
    exercises: (nation: NationStub, args: ExercisesArguments, reading: Reading) =>
      nation.code === reading.nation ? exercises(args, reading) : null,
  },
  Incident: {
    lessons: (incident: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('Lesson', ['incidents'], incident.id, {}, page),
  },
  Exercise: {
    __resolveReference: sharedEntity('Exercise'),
    host: keeper,
    version: versionOf,
    participants: nations('participants'),
    objectives: (exercise: RecordObject, _args: unknown, reading: Reading) =>
      reading.allReferring('Objective', 'exercise', exercise.id),
    teams: (exercise: RecordObject, _args: unknown, reading: Reading) =>
      reading.allReferring('Team', 'exercise', exercise.id),
    injects: (exercise: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('Inject', ['exercise'], exercise.id, {}, page),
    lessons: (exercise: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('Lesson', ['exercise'], exercise.id, {}, page),
  },
  Team: {
    nations: nations('nations'),
  },
  Inject: {
    __resolveReference: sharedEntity('Inject'),
    version: versionOf,
    releasedAt: (inject: RecordObject, _args: unknown, reading: Reading) =>
      releasedAt(typeof inject['releasedAt'] === 'string' ? inject['releasedAt'] : null, inject.marking, reading.now),
    teams: ownReferences('Team', 'teams'),
  },
  Lesson: {
    __resolveReference: sharedEntity('Lesson'),
    owner: keeper,
    version: versionOf,
    exercise: reference('Exercise', 'exercise'),
    incidents: references('Incident', 'incidents'),
    actionBy: nations('actionBy'),
  },
};
