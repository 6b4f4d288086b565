import type { EscalationPolicy } from './EscalationPolicy.ts';
import type { AllianceSeverity, EscalationLevel } from './records.ts';

/**
 * Until when those who deal with an incident of this severity from this moment on are to acknowledge it; null = nobody
 * above the nation does.
 */
export function acknowledgeBy(
  { severities }: EscalationPolicy,
  by: EscalationLevel,
  severity: AllianceSeverity | null,
  now: number,
): string | null {
  if (by === 'NATIONAL') return null;
  const { acknowledgeWithinMinutes } = severities[severity ?? 'S0_NEGLIGIBLE'];
  return new Date(now + acknowledgeWithinMinutes * 60_000).toISOString();
}
