import { isWithin } from '../../schema/label/names.ts';
import type { Problem } from '../errors.ts';
import type { EscalationPolicy } from './EscalationPolicy.ts';
import { escalationLevels, severities, type AllianceSeverity, type EscalationLevel } from './records.ts';

/** What the rules of escalation look at: an incident as the one who escalates it sees it. */
export interface EscalationFacts {
  readonly nation: string;
  /** The body that deals with it so far. */
  readonly from: EscalationLevel;
  readonly isClosed: boolean;
  readonly severity: AllianceSeverity | null;
  readonly affectedNations: number;
  /** The nations that its label lets in. */
  readonly audience: readonly string[];
  /** The nations in the coalitions that the policy names. */
  readonly coalitions: ReadonlyMap<string, readonly string[]>;
  /** Nations with which an agreement on incidents is in force. */
  readonly agreedWith: readonly string[];
}

type Refusal = Pick<Problem, 'code' | 'message'>;

/**
 * Why this body may not deal with the incident from now on; null = it may. It must be let in, whether that is up or
 * down; up takes conditions, too, and an incident that is still open.
 */
export function escalationProblem(
  policy: EscalationPolicy,
  to: EscalationLevel,
  facts: EscalationFacts,
): Refusal | null {
  if (to === facts.from) return { code: 'CONFLICT', message: alreadyThere(policy, facts) };
  if (to === 'NATIONAL') return null;
  const isUp = escalationLevels.indexOf(to) > escalationLevels.indexOf(facts.from);
  return (isUp ? conditionProblem(policy.ladder[to], to, facts) : null) ?? releaseProblem(policy.ladder[to], to, facts);
}

function alreadyThere(policy: EscalationPolicy, facts: EscalationFacts): string {
  const open = escalationLevels.filter((to) => to !== facts.from && escalationProblem(policy, to, facts) === null);
  return `${facts.from} deals with it already; ${open.length > 0 ? `it may go to ${open.join(', ')}` : 'no other body may'}`;
}

type Rung = EscalationPolicy['ladder'][keyof EscalationPolicy['ladder']];

function conditionProblem({ anyOf }: Rung, to: EscalationLevel, facts: EscalationFacts): Refusal | null {
  if (facts.isClosed) return { code: 'CONFLICT', message: 'the incident is closed: take it up again first' };
  if (anyOf.length === 0 || anyOf.some((condition) => holds(condition, facts))) return null;
  return { code: 'CONFLICT', message: `${to} takes ${anyOf.map(inWords).join(' or ')}` };
}

function releaseProblem({ agreement, releasedTo }: Rung, to: EscalationLevel, facts: EscalationFacts): Refusal | null {
  const others = facts.audience.filter((code) => code !== facts.nation);
  if (agreement && !others.some((code) => facts.agreedWith.includes(code))) {
    return {
      code: 'AGREEMENT_REQUIRED',
      message: `${to} takes an agreement on incidents in force with a nation that the label releases it to`,
    };
  }
  if (isReleased(releasedTo, others.length, facts)) return null;
  const whom =
    'coalition' in releasedTo ? `all of ${releasedTo.coalition}` : `${releasedTo.others} other nations or more`;
  return {
    code: 'LABEL_NOT_ALLOWED',
    message: `${to} takes a label that releases it to ${whom}: relabel it first`,
  };
}

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
  if ('others' in releasedTo) return others >= releasedTo.others;
  const members = coalitions.get(releasedTo.coalition) ?? [];
  return members.length > 0 && isWithin(members, audience);
}
