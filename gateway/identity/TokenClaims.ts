import { z } from 'zod';

const seconds = z.int().positive().max(253_402_300_799);
const words = z.array(z.string().max(100)).max(200);

/**
 * The claims of an access token (RFC 9068) that the gateway reads, once its signature, times, issuer and audience have
 * been verified. A claim in another form refuses the token, whatever it says.
 */
export const tokenClaims = z.object({
  sub: z.string().min(1).max(255),
  iat: seconds,
  exp: seconds,
  nation: z.string().max(40),
  nationality: z.string().max(40).optional(),
  /** A level (`NS`) or the nation's own term for one. */
  clearance: z.string().min(1).max(100),
  /** Seconds since 1970, a day, or a time in UTC. Left out, the clearance counts as expired. */
  clearance_exp: z.union([seconds, z.iso.date(), z.iso.datetime()]).optional(),
  categories: words.default([]),
  roles: words.default([]),
  aal: z.union([z.int(), z.literal(['1', '2', '3'])]).optional(),
  acr: z.string().max(200).optional(),
  /** Left out, nobody knows when or how the reader signed in: assurance 1. */
  auth_time: seconds.optional(),
  /** A token bound to a key proves nothing without it, and the gateway takes bearer tokens only. */
  cnf: z.undefined().optional(),
});
export type TokenClaims = z.infer<typeof tokenClaims>;
