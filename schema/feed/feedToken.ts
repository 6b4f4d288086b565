/**
 * What the gateway shows a nation to read its event feed: a JWS of type `feed+jwt`, signed with EdDSA. It speaks of no
 * reader. Signature, issuer, audience and time are for the one who verifies; here is only the shape.
 */
import { z } from 'zod';

import { codePattern } from '../label/labelProblem.ts';

/** Of the JOSE header: a passport never opens the feed, nor a feed token a record. */
export const feedTokenType = 'feed+jwt';
export const maxFeedTokenSeconds = 60;

export interface FeedTokenClaims {
  readonly iss: string;
  /** The nation that it is for. */
  readonly aud: string;
  /** Epoch seconds. */
  readonly iat: number;
  /** Epoch seconds, at most 60 after `iat`. The feed may go on for longer: the nation ends it when it wants a new token. */
  readonly exp: number;
  /** Digest of that nation's alliance document. */
  readonly registry: string;
}

const feedTokenClaims = z
  .strictObject({
    iss: z.string().min(1),
    aud: z.string().regex(codePattern),
    iat: z.int(),
    exp: z.int(),
    registry: z.string().min(1),
  })
  .refine(({ iat, exp }) => exp > iat && exp - iat <= maxFeedTokenSeconds);

/** Null = no feed token. A claim that is not known here makes it none. */
export function parseFeedTokenClaims(claims: unknown): FeedTokenClaims | null {
  const parsed = feedTokenClaims.safeParse(claims);
  return parsed.success ? parsed.data : null;
}
