import { anyOf, atLeast, equals, within, words } from '../runtime/conditions.ts';
import type { DateRange } from '../runtime/conditions.ts';
import type { Condition, View } from '../runtime/Store.ts';
import { severities } from './records.ts';

export interface IncidentFilter {
  readonly status?: readonly string[] | null;
  readonly minSeverity?: string | null;
  readonly escalation?: readonly string[] | null;
  readonly acknowledgeBy?: DateRange | null;
  readonly sectors?: readonly string[] | null;
  readonly incidentTypes?: readonly string[] | null;
  readonly techniques?: readonly string[] | null;
  readonly detection?: readonly string[] | null;
  readonly attributedTo?: string | null;
  readonly cve?: readonly string[] | null;
  readonly reported?: DateRange | null;
  readonly updated?: DateRange | null;
  readonly text?: string | null;
  readonly isExercise?: boolean | null;
}

export const incidentConditions = (where: IncidentFilter): readonly Condition[] => [
  ...anyOf(['status'], where.status),
  ...atLeast(['severity'], severities, where.minSeverity),
  ...anyOf(['escalation'], where.escalation),
  ...within(['acknowledgeBy'], where.acknowledgeBy),
  ...anyOf(['sectors'], where.sectors),
  ...anyOf(['incidentTypes'], where.incidentTypes),
  ...anyOf(['techniques', 'id'], where.techniques),
  ...anyOf(['detection'], where.detection),
  ...equals(['attribution', 'actor'], where.attributedTo),
  ...anyOf(['vulnerabilities', 'cve'], where.cve),
  ...within(['reportedAt'], where.reported),
  ...within(['updatedAt'], where.updated),
  ...words(where.text),
  ...equals(['isExercise'], where.isExercise),
];

/** Sightings of exactly this, as far as this nation also holds the indicator. */
export const sightingConditions = (indicators: View, type: string, value: string): readonly Condition[] => [
  {
    is: 'refersTo',
    field: 'indicator',
    view: indicators,
    conditions: [...equals(['type'], type), ...equals(['pattern'], value)],
  },
];
