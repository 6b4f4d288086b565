import { anyOf, within, type DateRange } from '../runtime/conditions.ts';
import type { Condition } from '../runtime/Store.ts';

export interface ReleaseRequestFilter {
  readonly status?: readonly string[] | null;
  readonly answerBy?: DateRange | null;
}

export const releaseRequestConditions = (where: ReleaseRequestFilter): readonly Condition[] => [
  ...anyOf(['status'], where.status),
  ...within(['answerBy'], where.answerBy),
];
