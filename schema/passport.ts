/**
 * What the gateway tells one nation about one reader: the claims of a JWS of type `passport+jwt`, signed with EdDSA.
 * Signature, issuer, audience and time are for the one who verifies; here is only the shape.
 */
import { z } from 'zod';

import { roles, type Clearance } from './label/clearance.ts';
import { sharingDomains } from './label/domain.ts';
import { categoryPattern, codePattern } from './label/labelProblem.ts';
import { levels } from './label/level.ts';

/** Of the JOSE header. */
export const passportType = 'passport+jwt';
export const maxPassportSeconds = 60;

export interface PassportClaims {
  readonly iss: string;
  /** The nation that it is for. */
  readonly aud: string;
  /** Epoch seconds. */
  readonly iat: number;
  /** Epoch seconds, at most 60 after `iat`. */
  readonly exp: number;
  /** Digest of that nation's alliance document. */
  readonly registry: string;
  readonly clearance: Clearance;
}

const code = z.string().regex(codePattern);
const level = z.enum(levels);
const domain = z.enum([...sharingDomains, 'CENTRAL']);

const clearance = z.strictObject({
  nation: code,
  nationality: code,
  pseudonym: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  levels: z.record(domain, level),
  lower: z.record(code, z.partialRecord(domain, level)),
  categories: z.array(z.string().regex(categoryPattern)).max(256),
  roles: z.array(z.enum(roles)).max(roles.length),
  aal: z.literal([1, 2, 3]),
});

const passportClaims = z
  .strictObject({
    iss: z.string().min(1),
    aud: code,
    iat: z.int(),
    exp: z.int(),
    registry: z.string().min(1),
    clearance,
  })
  .refine(({ iat, exp }) => exp > iat && exp - iat <= maxPassportSeconds);

/** Null = not a passport. A claim that is not known here makes it none. */
export function parsePassportClaims(claims: unknown): PassportClaims | null {
  const parsed = passportClaims.safeParse(claims);
  return parsed.success ? parsed.data : null;
}
