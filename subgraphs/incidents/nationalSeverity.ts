import { WriteRefused } from '../errors.ts';
import type { EscalationPolicy } from './EscalationPolicy.ts';
import type { AllianceSeverity, IncidentRecord } from './records.ts';

type NationalSeverity = NonNullable<IncidentRecord['nationalSeverity']>;

/** The severity in a scheme that the policy knows must be one that it equates with the alliance's. */
export function expectEqual(
  policy: EscalationPolicy,
  severity: AllianceSeverity | null,
  national: NationalSeverity,
  path: readonly string[],
): void {
  const equal = equalIn(policy, severity, national.scheme);
  if (equal === null || equal.includes(national.value)) return;
  const { scheme, value } = national;
  const message =
    equal.length === 0
      ? `${scheme} has no ${severity ?? 'unknown severity'}`
      : `in ${scheme}, ${severity} is ${equal.join(' or ')}, not ${value}`;
  throw new WriteRefused('INVALID', message, [...path, 'value']);
}

/** What was said of another severity holds of this one as far as the policy equates them, or knows nothing of the scheme. */
export function stillEqual(
  policy: EscalationPolicy,
  severity: AllianceSeverity | null,
  national: NationalSeverity | null,
): NationalSeverity | null {
  if (national === null) return null;
  return equalIn(policy, severity, national.scheme)?.includes(national.value) === false ? null : national;
}

/** Null: the policy knows nothing of the scheme. A severity that is not known is none of a scheme that it knows. */
function equalIn(
  { severities }: EscalationPolicy,
  severity: AllianceSeverity | null,
  scheme: string,
): readonly string[] | null {
  const isKnown = Object.values(severities).some(({ schemes }) => Object.hasOwn(schemes, scheme));
  if (!isKnown) return null;
  const schemes = severity === null ? {} : severities[severity].schemes;
  return Object.hasOwn(schemes, scheme) ? (schemes[scheme] ?? []) : [];
}
