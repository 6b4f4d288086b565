import { anyOf, equals, within, words } from '../runtime/conditions.ts';
import type { DateRange } from '../runtime/conditions.ts';
import type { Condition } from '../runtime/Store.ts';

export interface ExerciseFilter {
  readonly series?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly phases?: readonly string[] | null;
  readonly starts?: DateRange | null;
}

export interface LessonFilter {
  readonly status?: readonly string[] | null;
  readonly incident?: string | null;
  readonly text?: string | null;
}

export const exerciseConditions = (where: ExerciseFilter): readonly Condition[] => [
  ...anyOf(['series'], where.series),
  ...anyOf(['kind'], where.kinds),
  ...anyOf(['phase'], where.phases),
  ...within(['startsAt'], where.starts),
];

export const lessonConditions = (where: LessonFilter): readonly Condition[] => [
  ...anyOf(['status'], where.status),
  ...equals(['incidents'], where.incident),
  ...words(where.text),
];
