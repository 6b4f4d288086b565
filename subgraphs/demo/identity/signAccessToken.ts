import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { PrivateJwk } from '../registry/makeKey.ts';
import { accessTokenClaims } from './accessTokenClaims.ts';
import type { TokenRequest } from './TokenRequest.ts';

/** One access token (RFC 9068) without a sign-in. `now` is in seconds. */
export async function signAccessToken(
  request: TokenRequest,
  { key, issuer, audience, now }: { key: PrivateJwk; issuer: string; audience: string; now: number },
): Promise<string> {
  return new SignJWT({ ...accessTokenClaims(request, now), client_id: 'demo', scope: 'graph' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(request.subject)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + request.expiresIn)
    .sign(await importJWK(key, 'EdDSA'));
}
