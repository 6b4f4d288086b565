import { WriteRefused } from '../errors.ts';
import type { EscalationPolicy } from './EscalationPolicy.ts';
import type { AllianceSeverity, IncidentRecord } from './records.ts';

type NationalSeverity = IncidentRecord['nationalSeverity'];

/**
 * What this severity of the alliance's is called in a nation's own scheme. `given`: as somebody writes it, which in a scheme
 * that the policy knows must be what it equates; left out, what it was called `before` stays where it still means the same.
 */
export function nationalSeverity(
  policy: EscalationPolicy,
  severity: AllianceSeverity | null,
  given: NationalSeverity | undefined,
  before: NationalSeverity,
): NationalSeverity {
  const named = given === undefined ? before : given;
  if (named === null) return null;
  const { scheme, value } = named;
  const equal = equalIn(policy, severity, scheme);
  if (equal === null || equal.includes(value)) return { scheme, value };
  if (given === undefined) return null;
  const message =
    equal.length === 0
      ? `${scheme} has no ${severity ?? 'unknown severity'}`
      : `in ${scheme}, ${severity} is ${equal.join(' or ')}, not ${value}`;
  throw new WriteRefused('INVALID', message, ['input', 'nationalSeverity', 'value']);
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
