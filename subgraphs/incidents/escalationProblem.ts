import type { Names } from '../../schema/label/label.ts';
import { isWithin } from '../../schema/label/names.ts';
import type { Problem } from '../errors.ts';
import type { EscalationPolicy } from './EscalationPolicy.ts';
import { severities, type AllianceSeverity, type EscalationLevel } from './records.ts';

/** What the rules of escalation look at: an incident as the one who escalates it sees it. */
export interface EscalationFacts {
  readonly nation: string;
  readonly severity: AllianceSeverity | null;
  readonly affectedNations: number;
  /** Whom its label lets in. */
  readonly audience: Names;
  /** Members of the coalitions that the policy names. */
  readonly coalitions: ReadonlyMap<string, readonly string[]>;
  /** Nations with which an agreement on incidents is in force. */
  readonly agreedWith: readonly string[];
}

/** Why the incident may not be raised to this body; null = it may. To go down is always allowed. */
export function escalationProblem(
  policy: EscalationPolicy,
  to: EscalationLevel,
  facts: EscalationFacts,
): Pick<Problem, 'code' | 'message'> | null {
  if (to === 'NATIONAL') return null;
  const { agreement, anyOf, releasedTo } = policy.ladder[to];
  if (anyOf.length > 0 && !anyOf.some((condition) => holds(condition, facts))) {
    return { code: 'CONFLICT', message: `${to} takes ${anyOf.map(inWords).join(' or ')}` };
  }
  const others = facts.audience === 'ALL' ? facts.agreedWith : facts.audience.filter((code) => code !== facts.nation);
  if (agreement && !others.some((code) => facts.agreedWith.includes(code))) {
    return {
      code: 'AGREEMENT_REQUIRED',
      message: `${to} takes an agreement on incidents in force with a nation that the label releases it to`,
    };
  }
  return isReleased(releasedTo, others.length, facts)
    ? null
    : {
        code: 'LABEL_NOT_ALLOWED',
        message: `${to} takes a label that releases it to ${
          'coalition' in releasedTo ? `all of ${releasedTo.coalition}` : `${releasedTo.others} other nations or more`
        }: relabel it first`,
      };
}

type Rung = EscalationPolicy['ladder'][keyof EscalationPolicy['ladder']];

function holds(condition: Rung['anyOf'][number], { severity, affectedNations }: EscalationFacts): boolean {
  if ('affectedNations' in condition) return affectedNations >= condition.affectedNations;
  return severity !== null && severities.indexOf(severity) >= severities.indexOf(condition.minSeverity);
}

const inWords = (condition: Rung['anyOf'][number]): string =>
  'affectedNations' in condition
    ? `${condition.affectedNations} affected nations`
    : `a severity of ${condition.minSeverity} or above`;

function isReleased(
  releasedTo: Rung['releasedTo'],
  others: number,
  { audience, coalitions }: EscalationFacts,
): boolean {
  if (audience === 'ALL') return true;
  if ('others' in releasedTo) return others >= releasedTo.others;
  const members = coalitions.get(releasedTo.coalition) ?? [];
  return members.length > 0 && isWithin(members, audience);
}
