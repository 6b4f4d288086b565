import type { LabelledRecord } from '../runtime/LabelledRecord.ts';

export type ExerciseSeries =
  | 'LOCKED_SHIELDS'
  | 'CYBER_COALITION'
  | 'CROSSED_SWORDS'
  | 'CYBER_EUROPE'
  | 'PACE'
  | 'BILATERAL'
  | 'NATIONAL'
  | 'OTHER';
export type ExerciseKind = 'LIVE_FIRE' | 'COMMAND_POST' | 'TABLETOP' | 'COMMUNICATION_CHECK' | 'WORKSHOP' | 'COURSE';
/** In their order. */
export const exercisePhases = ['CONCEPT', 'PLANNING', 'EXECUTION', 'ASSESSMENT', 'CLOSED'] as const;
export type ExercisePhase = (typeof exercisePhases)[number];
export type LessonStatus =
  | 'OBSERVATION'
  | 'LESSON_IDENTIFIED'
  | 'ACTION_PLANNED'
  | 'IMPLEMENTED'
  | 'VALIDATED'
  | 'LESSON_LEARNED'
  | 'REJECTED';

/** A portion that is not recorded is null, never an empty list. */
export interface ExerciseRecord extends LabelledRecord<'Exercise', 'participants' | 'scenario'> {
  readonly name: string;
  readonly series: ExerciseSeries;
  readonly kind: ExerciseKind;
  readonly phase: ExercisePhase;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly participants: readonly string[] | null;
  readonly partnerOrganisations: readonly string[];
  readonly scenario: string | null;
}

/** Objectives, teams and injects belong to an exercise of the same nation. */
export interface ObjectiveRecord extends LabelledRecord<'Objective', 'met'> {
  readonly exercise: string;
  readonly text: string;
  readonly trainingAudience: string | null;
  readonly met: 'MET' | 'PARTLY' | 'NOT_MET' | 'NOT_OBSERVED' | null;
}

export interface TeamRecord extends LabelledRecord<'Team', 'score'> {
  readonly exercise: string;
  readonly role: 'BLUE' | 'RED' | 'GREEN' | 'WHITE' | 'YELLOW' | 'LEGAL' | 'STRATCOM';
  readonly nations: readonly string[];
  readonly score: number | null;
}

export interface InjectRecord extends LabelledRecord<'Inject', 'content' | 'expectedReaction'> {
  readonly exercise: string;
  readonly plannedAt: string;
  readonly releasedAt: string | null;
  /** Ids of teams of the same exercise. */
  readonly teams: readonly string[];
  readonly content: string | null;
  readonly expectedReaction: string | null;
}

/** Exercise and incidents may be other nations'. */
export interface LessonRecord extends LabelledRecord<
  'Lesson',
  'observation' | 'discussion' | 'conclusion' | 'recommendation'
> {
  readonly title: string;
  readonly observation: string | null;
  readonly discussion: string | null;
  readonly conclusion: string | null;
  readonly recommendation: string | null;
  readonly status: LessonStatus;
  readonly recordedAt: string;
  readonly exercise: string | null;
  readonly incidents: readonly string[];
  readonly actionBy: readonly string[];
}

export type ExercisesRecord = ExerciseRecord | ObjectiveRecord | TeamRecord | InjectRecord | LessonRecord;
