import { anyOf, atLeast, equals } from '../runtime/conditions.ts';
import type { Condition, View } from '../runtime/Store.ts';
import { readinessSteps, urgencies } from './records.ts';

export interface CapabilityFilter {
  readonly kinds?: readonly string[] | null;
  readonly minReadiness?: string | null;
  readonly deployable?: boolean | null;
  readonly specialism?: string | null;
  readonly offeredTo?: string | null;
}

export interface CapabilityRequestFilter {
  readonly status?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly minUrgency?: string | null;
}

/** `offers` is what the reader sees of offers: a hidden one offers nothing. */
export const capabilityConditions = (where: CapabilityFilter, offers: View): readonly Condition[] => [
  ...anyOf(['kind'], where.kinds),
  ...atLeast(['readiness'], readinessSteps, where.minReadiness),
  ...equals(['deployable'], where.deployable),
  ...equals(['specialisms'], where.specialism),
  ...offeredTo(where.offeredTo, offers),
];

export const capabilityRequestConditions = (where: CapabilityRequestFilter): readonly Condition[] => [
  ...anyOf(['status'], where.status),
  ...anyOf(['kinds'], where.kinds),
  ...atLeast(['urgency'], urgencies, where.minUrgency),
];

const offeredTo = (nation: string | null | undefined, view: View): readonly Condition[] =>
  nation ? [{ is: 'referredToBy', field: 'capability', view, conditions: equals(['to'], nation) }] : [];
