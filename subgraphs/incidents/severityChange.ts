import { acknowledgeBy } from './acknowledgeBy.ts';
import type { EscalationPolicy } from './EscalationPolicy.ts';
import { nationalSeverity } from './nationalSeverity.ts';
import type { IncidentRecord } from './records.ts';

/** The severities that a change asks for: what is left out stays, as far as it can. */
export type SeverityInput = Partial<Pick<IncidentRecord, 'severity' | 'nationalSeverity'>>;

/**
 * What changes with the severity of an incident: what it is called in the nation's own scheme, and the time in which it is
 * to be acknowledged, of which one that rises leaves less.
 */
export function severityChange(
  policy: EscalationPolicy,
  incident: Pick<IncidentRecord, 'severity' | 'nationalSeverity' | 'escalation' | 'acknowledgeBy'>,
  input: SeverityInput,
  now: number,
): Partial<Pick<IncidentRecord, 'severity' | 'nationalSeverity' | 'acknowledgeBy'>> {
  const { severity = incident.severity } = input;
  const isSame = severity === incident.severity;
  if (isSame && input.nationalSeverity === undefined) return {};
  const national = nationalSeverity(policy, severity, input.nationalSeverity, incident.nationalSeverity);
  if (isSame) return { nationalSeverity: national };
  const anew = acknowledgeBy(policy, incident.escalation, severity, now);
  const { acknowledgeBy: before = null } = incident;
  const isSooner = anew !== null && before !== null && Date.parse(anew) < Date.parse(before);
  return { severity, nationalSeverity: national, ...(isSooner && { acknowledgeBy: anew }) };
}
