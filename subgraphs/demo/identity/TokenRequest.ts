import { z } from 'zod';
import { roles } from '../../../schema/label/clearance.ts';
import { categoryPattern } from '../../../schema/label/labelProblem.ts';
import { levels } from '../../../schema/label/level.ts';
import { demoIssuers } from '../registry/demoRegistry.ts';
import { parseDuration } from './parseDuration.ts';

const issuerCode = z.enum(demoIssuers, { error: `is not one of ${demoIssuers.join(', ')}` });

/**
 * What a person asks a demo identity provider to say about them. It is said whether or not the alliance will believe
 * it: a level above the issuer's ceiling, or another nation than the issuer's, so that the refusal can be seen.
 */
export const tokenRequest = z.strictObject({
  /** The nation or organisation that the token claims. */
  nation: issuerCode,
  /** Whose provider signs it; left out = the nation's own. */
  issuer: issuerCode.optional(),
  level: z.enum(levels, { error: `is not one of ${levels.join(', ')}` }),
  /** Left out = the nation's own; nobody is a national of an organisation. */
  nationality: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not a nation code such as EST')
    .optional(),
  categories: z
    .array(z.string().regex(categoryPattern, 'is not a category such as coi:EXCON or cav:ATOMAL'))
    .default([]),
  roles: z.array(z.enum(roles, { error: `is not one of ${roles.join(', ')}` })).default([]),
  aal: z.literal([1, 2, 3], { error: 'is not 1, 2 or 3' }).default(2),
  subject: z.string().min(1, 'is empty').max(255).default('demo'),
  /** Seconds, or a text such as `15m`. */
  expiresIn: z
    .union([z.int().positive(), z.string()])
    .default(900)
    .transform((value, context) => {
      const seconds = typeof value === 'number' ? value : parseDuration(value);
      if (seconds !== null) return seconds;
      context.addIssue({ code: 'custom', message: 'is not a duration such as 90s, 15m or 1h' });
      return z.NEVER;
    }),
  /** A day or a time in UTC; left out = five years from now. */
  clearanceExpires: z.union([z.iso.date(), z.iso.datetime()], { error: 'is not a day such as 2027-01-01' }).optional(),
});
export type TokenRequest = z.infer<typeof tokenRequest>;
