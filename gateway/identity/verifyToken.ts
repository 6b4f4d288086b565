import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { demoKeyPrefix } from '../config/readKeys.ts';
import type { Issuer, Party, Registry } from '../config/Registry.ts';
import type { Reader } from './Reader.ts';
import { readerFromClaims, type ClaimsRefusal } from './readerFromClaims.ts';
import { tokenClaims } from './TokenClaims.ts';

/** Why a token was refused. For the log: all readers are told the same. */
export type RefusalReason =
  | 'MALFORMED'
  | 'HEADER'
  | 'ISSUER_UNKNOWN'
  | 'DEMO_KEY'
  | 'ALGORITHM'
  | 'TYPE'
  | 'SIGNATURE'
  | 'KEYS_UNAVAILABLE'
  | 'AUDIENCE'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'LIFETIME'
  | 'CLAIMS'
  | ClaimsRefusal;

export interface Refusal {
  readonly refused: RefusalReason;
  /** Says more, and may quote the token's claims. Never the token. */
  readonly detail: string;
}

export type Verified = { readonly reader: Reader; readonly dropped: readonly string[] } | Refusal;

export interface TokenDependencies {
  readonly registry: Registry;
  readonly keySets: { for(issuer: Issuer): JWTVerifyGetKey };
  /** Epoch milliseconds. */
  readonly now: number;
}

const maxTokenLength = 16 * 1024;
const clockToleranceSeconds = 30;
const maxLifetimeSeconds = 3600;

/** A header that names where to find a key, or asks for anything beyond a plain signature, is not read further. */
const headerParameters: readonly string[] = ['alg', 'typ', 'kid', 'x5t', 'x5t#S256'];

/**
 * Verifies an access token of RFC 9068: signed by the key set of the very issuer it names, for us, now, for an hour at
 * most, and saying no more than that issuer may. Never throws for a token, however it is made.
 */
export async function verifyToken(token: string, dependencies: TokenDependencies): Promise<Verified> {
  const named = namedIssuer(token, dependencies.registry);
  if ('refused' in named) return named;
  const verified = await verifySignature(token, named.issuer, dependencies);
  return 'refused' in verified ? verified : readerOf(verified.payload, named, dependencies.now);
}

/** Chooses whose keys will decide. Nothing in the token has been verified yet: `iss` is looked up, never followed. */
function namedIssuer(token: string, registry: Registry): (Party & { readonly issuer: Issuer }) | Refusal {
  if (token.length > maxTokenLength || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    return refusal('MALFORMED', 'not a signed token of at most 16 kB in compact form');
  }
  try {
    const header: Readonly<Record<string, unknown>> = { ...decodeProtectedHeader(token) };
    const odd = Object.keys(header).find((name) => !headerParameters.includes(name));
    if (odd !== undefined) return refusal('HEADER', `header parameter ${quote(odd)}`);
    const { kid } = header;
    if (kid !== undefined && (typeof kid !== 'string' || kid.length > 256)) return refusal('HEADER', 'kid');
    if (!registry.demo && kid?.startsWith(demoKeyPrefix)) return refusal('DEMO_KEY', quote(kid));
    const { iss } = decodeJwt(token);
    const party = typeof iss === 'string' ? registry.issuers.get(iss) : undefined;
    return party ?? refusal('ISSUER_UNKNOWN', quote(iss));
  } catch {
    return refusal('MALFORMED', 'header or claims are not JSON');
  }
}

async function verifySignature(
  token: string,
  issuer: Issuer,
  { registry, keySets, now }: TokenDependencies,
): Promise<{ readonly payload: JWTPayload } | Refusal> {
  try {
    const { payload } = await jwtVerify(token, keySets.for(issuer), {
      issuer: issuer.url,
      audience: registry.gateway.audience,
      algorithms: [...issuer.algorithms],
      typ: 'at+jwt',
      currentDate: new Date(now),
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: maxLifetimeSeconds + clockToleranceSeconds,
      requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat'],
    });
    return { payload };
  } catch (error) {
    return refusal(reasonOf(error), error instanceof Error ? error.message : 'unknown error');
  }
}

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return error.claim === 'exp' ? 'EXPIRED' : 'LIFETIME';
  if (error instanceof errors.JWTClaimValidationFailed) return claimReasons.get(error.claim) ?? 'CLAIMS';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'ALGORITHM';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'SIGNATURE';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'SIGNATURE';
  if (error instanceof errors.JWTInvalid) return 'CLAIMS';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JOSENotSupported) return 'MALFORMED';
  return 'KEYS_UNAVAILABLE';
}

const claimReasons: ReadonlyMap<string, RefusalReason> = new Map([
  ['aud', 'AUDIENCE'],
  ['typ', 'TYPE'],
  ['nbf', 'NOT_YET_VALID'],
  ['iat', 'NOT_YET_VALID'],
]);

function readerOf(payload: JWTPayload, party: Party & { readonly issuer: Issuer }, now: number): Verified {
  const claims = tokenClaims.safeParse(payload);
  if (!claims.success) {
    return refusal(
      'CLAIMS',
      claims.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
  const { exp, iat } = claims.data;
  if (exp - iat > maxLifetimeSeconds) return refusal('LIFETIME', `valid for ${exp - iat} s, at most 3600 are allowed`);
  return readerFromClaims(claims.data, party, now);
}

const refusal = (refused: RefusalReason, detail: string): Refusal => ({ refused, detail });

/** What a stranger wrote, short enough for a line of the log. */
const quote = (value: unknown): string => `\`${(JSON.stringify(value) ?? 'nothing').slice(0, 200)}\``;
