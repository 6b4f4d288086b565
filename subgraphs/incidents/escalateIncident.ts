import { agreementsInForce } from '../../schema/alliance/agreementsInForce.ts';
import { admits } from '../../schema/label/names.ts';
import { WriteRefused } from '../errors.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Target, Writing } from '../runtime/Writing.ts';
import { acknowledgeBy } from './acknowledgeBy.ts';
import { escalationPolicy } from './EscalationPolicy.ts';
import { escalationProblem, type EscalationFacts } from './escalationProblem.ts';
import type { EscalationLevel, IncidentRecord } from './records.ts';
import { timelineEntry } from './timelineEntry.ts';

/** `EscalateIncidentInput` of the contract, coerced. */
export interface EscalateIncidentInput {
  readonly id: string;
  readonly version: string;
  readonly to: EscalationLevel;
  readonly reason: string;
}

export async function escalateIncident(writing: Writing, input: EscalateIncidentInput): Promise<Written> {
  const target = await writing.target<IncidentRecord>('Incident', input.id, input.version);
  const { whole } = target;
  if (input.reason.trim() === '') throw new WriteRefused('INVALID', 'a reason is needed', ['input', 'reason']);
  const problem = escalationProblem(escalationPolicy, input.to, factsOf(writing, target));
  if (problem) throw new WriteRefused(problem.code, problem.message, ['input', 'to']);
  const incident: IncidentRecord = {
    ...whole,
    escalation: input.to,
    acknowledgeBy: isClosed(whole) ? null : acknowledgeBy(escalationPolicy, input.to, whole.severity, writing.now),
    updatedAt: writing.at,
  };
  const text = `${whole.escalation} to ${input.to}: ${input.reason}`;
  await writing.put(incident, timelineEntry(writing, incident.id, { kind: 'ESCALATED', text, label: incident.label }));
  return { incident: ['Incident', incident.id] };
}

/** As the writer sees it: an affected nation that is hidden from them does not count. */
function factsOf(writing: Writing, { whole, seen }: Target<IncidentRecord>): EscalationFacts {
  const { nation, registry, now } = writing;
  const affected = seen['affectedNations'];
  const bodies = writing.bodiesLetIn('Incident', whole.label);
  const nations = registry.nations.map(({ code }) => code);
  const agreedWith = agreementsInForce(registry, 'INCIDENTS', now)
    .filter(({ parties }) => parties.has(nation))
    .flatMap(({ parties }) => nations.filter((code) => parties.has(code) && code !== nation));
  return {
    nation,
    from: whole.escalation,
    isClosed: isClosed(whole),
    severity: whole.severity,
    affectedNations: Array.isArray(affected) ? affected.length : 0,
    audience: nations.filter((code) => admits(bodies, code)),
    coalitions: new Map(
      registry.coalitions.map(({ code, members }) => [code, members.filter((one) => nations.includes(one))]),
    ),
    agreedWith,
  };
}

const isClosed = ({ status }: IncidentRecord): boolean => status === 'CLOSED';
