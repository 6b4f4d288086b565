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

/** Further originators towards whom the same lower levels hold: most alliances tell few kinds of them apart. */
const alike = z.strictObject({ of: z.array(code).min(1), levels: z.partialRecord(domain, level) });

const lower = z
  .array(alike)
  .refine((groups) => new Set(groups.flatMap(({ of }) => of)).size === groups.flatMap(({ of }) => of).length)
  .transform((groups) => Object.fromEntries(groups.flatMap(({ of, levels }) => of.map((each) => [each, levels]))));

const clearance = z.strictObject({
  nation: code,
  nationality: code,
  pseudonym: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  levels: z.record(domain, level),
  lower,
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

/** A clearance as a passport carries it, which travels with every request: see `alike`. */
export type CarriedClearance = Omit<Clearance, 'lower'> & { readonly lower: readonly z.infer<typeof alike>[] };

export function carriedClearance(whole: Clearance): CarriedClearance {
  const groups = Map.groupBy(Object.keys(whole.lower), (each) => JSON.stringify(whole.lower[each]));
  return { ...whole, lower: [...groups.values()].map((of) => ({ of, levels: { ...whole.lower[of[0] ?? ''] } })) };
}

/** Null = not a passport. A claim that is not known here makes it none. */
export function parsePassportClaims(claims: unknown): PassportClaims | null {
  const parsed = passportClaims.safeParse(claims);
  return parsed.success ? parsed.data : null;
}
