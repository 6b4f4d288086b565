import { recordKinds } from '../../schema/id.ts';
import { invert, timeKey } from '../../schema/position.ts';
import type { AnyRecordRules, RecordRules } from '../runtime/RecordType.ts';
import type { ExerciseRecord, InjectRecord, LessonRecord, ObjectiveRecord, TeamRecord } from './records.ts';

const exercise: RecordRules<ExerciseRecord> = {
  name: 'Exercise',
  kind: recordKinds.exercise,
  references: [],
  searched: [],
  sortKeys: ({ startsAt }) => ({ default: timeKey(startsAt === null ? null : Date.parse(startsAt)) }),
};

const objective: RecordRules<ObjectiveRecord> = {
  name: 'Objective',
  kind: recordKinds.objective,
  references: ['exercise'],
  searched: [],
  sortKeys: () => ({ default: '' }),
};

const team: RecordRules<TeamRecord> = {
  name: 'Team',
  kind: recordKinds.team,
  references: ['exercise'],
  searched: [],
  sortKeys: () => ({ default: '' }),
};

const inject: RecordRules<InjectRecord> = {
  name: 'Inject',
  kind: recordKinds.inject,
  references: ['exercise', 'teams'],
  searched: [],
  sortKeys: ({ plannedAt }) => ({ default: invert(timeKey(Date.parse(plannedAt))) }),
};

const lesson: RecordRules<LessonRecord> = {
  name: 'Lesson',
  kind: recordKinds.lesson,
  references: ['exercise', 'incidents'],
  searched: ['title', 'observation', 'discussion', 'conclusion', 'recommendation'],
  sortKeys: ({ recordedAt }) => ({ default: timeKey(Date.parse(recordedAt)) }),
};

export const exercisesTypes: readonly AnyRecordRules[] = [exercise, objective, team, inject, lesson];
