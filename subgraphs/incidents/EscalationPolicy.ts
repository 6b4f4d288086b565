import { z } from 'zod';
import escalation from './escalation.json' with { type: 'json' };
import { escalationLevels, severities } from './records.ts';

const severity = z.enum(severities);

const rung = z.strictObject({
  /** An agreement on incidents with some nation that it is released to must be in force. */
  agreement: z.boolean().default(false),
  /** One of these must hold; none = nothing is asked. */
  anyOf: z
    .array(z.union([z.strictObject({ affectedNations: z.int().min(1) }), z.strictObject({ minSeverity: severity })]))
    .default([]),
  /** Whom the label must already let in: the members of a coalition, or so many others. */
  releasedTo: z.union([z.strictObject({ coalition: z.string() }), z.strictObject({ others: z.int().min(1) })]),
});

const policy = z.strictObject({
  severities: z.record(
    severity,
    z.strictObject({
      acknowledgeWithinMinutes: z.int().min(1),
      /** What the same severity is called in the schemes of nations. */
      schemes: z.record(z.string(), z.array(z.string()).min(1)),
    }),
  ),
  /** What it takes for a body to deal with an incident; the lowest takes nothing. */
  ladder: z.record(z.enum(escalationLevels).exclude(['NATIONAL']), rung),
});

/** The alliance's rules of escalation, which are data: escalation.json. */
export type EscalationPolicy = z.infer<typeof policy>;

export const escalationPolicy: EscalationPolicy = policy.parse(escalation);
