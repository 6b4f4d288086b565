import { SignJWT, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';

const typ = 'operator+jwt';
const alg = 'EdDSA';
const lifetimeSeconds = 60;
/** By which the clocks of an operator's machine and of the subgraph may differ. */
const clockTolerance = 5;

/** The operator of one nation speaks to its own subgraph, never through the gateway: a token of its own kind, valid 60 s. */
export async function signOperatorToken(nation: string, privateKey: JWK, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg, typ })
    .setIssuer(`operator:${nation}`)
    .setAudience(`operator:${nation}`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(await importJWK(privateKey, alg));
}

/** Whether this is a token of the nation's own operator, in time. Never throws. */
export async function isOperatorToken(token: string, nation: string, publicKey: JWK, now: number): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, await importJWK(publicPart(publicKey), alg), {
      typ,
      algorithms: [alg],
      issuer: `operator:${nation}`,
      audience: `operator:${nation}`,
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: lifetimeSeconds,
      currentDate: new Date(now),
      clockTolerance,
    });
    return Number(payload.exp) - Number(payload.iat) <= lifetimeSeconds;
  } catch {
    return false;
  }
}

/** Of a whole key pair, too, only the public part verifies. */
const publicPart = ({ kty, crv = '', x = '' }: JWK): JWK => ({ ...(kty === undefined ? {} : { kty }), crv, x });
