import { createHmac } from 'node:crypto';
import { CompactEncrypt, EncryptJWT, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { now } from '../../support/demoAlliance.ts';
import type { Claims, Issuers } from '../../support/startIssuers.ts';

/** A token that must not be believed, and the reasons that may stand in the log. */
export interface Forgery {
  readonly id: string;
  readonly title: string;
  readonly make: (issuers: Issuers) => string | Promise<string>;
  readonly refused: string;
}

const seconds = now / 1000;

/** Header and claims as given, with whatever signature. */
const unsigned = (header: Claims, claims: Claims, signature = ''): string =>
  [JSON.stringify(header), JSON.stringify(claims)].map(encode).join('.') + `.${signature}`;
const encode = (text: string): string => Buffer.from(text).toString('base64url');

const claimsOf = async (issuers: Issuers, code = 'EST'): Promise<Claims> => {
  const [, claims = ''] = (await issuers.sign(code)).split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims;
};

const signed =
  (claims: Claims, code = 'EST') =>
  (issuers: Issuers): Promise<string> =>
    issuers.sign(code, { claims });

const withHeader =
  (header: Claims) =>
  (issuers: Issuers): Promise<string> =>
    issuers.sign('EST', { header });

const hmac = (key: string | Buffer, header: Claims, claims: Claims): string => {
  const text = unsigned(header, claims).slice(0, -1);
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

const hs256 = { alg: 'HS256', typ: 'at+jwt', kid: 'k1' };

/** By the numbers of the list of attacks. */
export const forgeries: readonly Forgery[] = [
  ...['', 'a', 'a.b', '..', 'null.null.null', 'e30.e30.e30', 'a.b.c.d', 'Bearer x'].map((text) => ({
    id: 'A01',
    title: `not a token: \`${text}\``,
    make: () => text,
    refused: 'MALFORMED|ISSUER_UNKNOWN|HEADER',
  })),
  ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg) =>
    ['', 'e30'].map((signature) => ({
      id: 'A02',
      title: `algorithm ${alg} with ${signature === '' ? 'no' : 'any'} signature`,
      make: async (issuers: Issuers) => unsigned({ alg, typ: 'at+jwt', kid: 'k1' }, await claimsOf(issuers), signature),
      refused: 'MALFORMED|ALGORITHM',
    })),
  ),
  {
    id: 'A03',
    title: 'the public key as a shared secret',
    make: async (issuers) => {
      const key = await importJWK(issuers.publicKeyOf('EST'), 'EdDSA', { extractable: true });
      if (key instanceof Uint8Array) throw new TypeError('not a public key');
      return hmac(await exportSPKI(key), hs256, await claimsOf(issuers));
    },
    refused: 'ALGORITHM',
  },
  {
    id: 'A03',
    title: 'the public key itself as a shared secret',
    make: async (issuers) =>
      hmac(Buffer.from(issuers.publicKeyOf('EST').x ?? '', 'base64url'), hs256, await claimsOf(issuers)),
    refused: 'ALGORITHM',
  },
  {
    id: 'A04',
    title: 'an empty shared secret',
    make: async (issuers) => hmac('', hs256, await claimsOf(issuers)),
    refused: 'ALGORITHM',
  },
  {
    id: 'A05',
    title: 'a key of its own in the header',
    make: async (issuers) => {
      const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
      const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)) };
      return issuers.sign('EST', { header: { jwk }, key: privateKey });
    },
    refused: 'HEADER',
  },
  ...['jku', 'x5u', 'x5c'].map((name) => ({
    id: 'A06',
    title: `its keys at an address of its own (${name})`,
    make: (issuers: Issuers) => withHeader({ [name]: `${issuers.url}/evil/jwks` })(issuers),
    refused: 'HEADER',
  })),
  ...['../../dev/null', "' OR 1=1 --", 'x'.repeat(10_000), 7, ['k1'], '__proto__', '', null].map((value) => ({
    id: 'A07',
    title: `kid ${JSON.stringify(value).slice(0, 30)}`,
    make: async (issuers: Issuers) => {
      const key = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
      const [, claims, signature] = (await issuers.sign('EST', { key })).split('.');
      return [encode(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: value })), claims, signature].join('.');
    },
    refused: 'HEADER|SIGNATURE|MALFORMED',
  })),
  {
    id: 'A08',
    title: 'signed by Latvia, issued in the name of Estonia, with the same kid in both key sets',
    make: (issuers) => issuers.sign('EST', { key: issuers.keyOf('LVA') }),
    refused: 'SIGNATURE',
  },
  {
    id: 'A08',
    title: 'the claims of one token under the signature of another',
    make: async (issuers) => {
      const [header, , signature] = (await issuers.sign('EST')).split('.');
      const [, claims] = (await issuers.sign('EST', { claims: { clearance: 'CTS' } })).split('.');
      return [header, claims, signature].join('.');
    },
    refused: 'SIGNATURE',
  },
  {
    id: 'A09',
    title: 'Latvia vouches for an Estonian',
    make: signed({ nation: 'EST' }, 'LVA'),
    refused: 'NATION_NOT_VOUCHED',
  },
  { id: 'A09', title: 'no nation', make: signed({ nation: undefined }), refused: 'CLAIMS' },
  { id: 'A09', title: 'several nations', make: signed({ nation: ['EST', 'LVA'] }), refused: 'CLAIMS' },
  { id: 'A09', title: 'a nation in small letters', make: signed({ nation: 'est' }), refused: 'NATION_NOT_VOUCHED' },
  { id: 'A10', title: 'a level above the ceiling', make: signed({ clearance: 'CTS' }, 'EU'), refused: 'ABOVE_CEILING' },
  {
    id: 'A10',
    title: 'a level above the ceiling in the words of the alliance',
    make: signed({ clearance: 'cosmic top secret' }, 'EU'),
    refused: 'ABOVE_CEILING',
  },
  ...['/', '/EST/', '/est', '/%45ST', '/EST#', '/EST?', '/LVA/../EST'].map((path) => ({
    id: 'A11',
    title: `issuer ${path}`,
    make: (issuers: Issuers) => issuers.sign('EST', { claims: { iss: issuers.url + path } }),
    refused: 'ISSUER_UNKNOWN',
  })),
  {
    id: 'A11',
    title: 'a list of issuers',
    make: (issuers) => issuers.sign('EST', { claims: { iss: [`${issuers.url}/EST`] } }),
    refused: 'ISSUER_UNKNOWN',
  },
  ...['https://127.0.0.1@evil.example', 'http://127.0.0.1/ЕST', '__proto__', 'constructor', ''].map((iss) => ({
    id: 'A11',
    title: `issuer ${iss}`,
    make: signed({ iss }),
    refused: 'ISSUER_UNKNOWN',
  })),
  {
    id: 'A12',
    title: 'an unknown issuer whose keys could be fetched',
    make: (issuers) => issuers.sign('EST', { claims: { iss: `${issuers.url}/ATL` } }),
    refused: 'ISSUER_UNKNOWN',
  },
  ...[undefined, '', null, 7, ['anna'], 'x'.repeat(256)].map((sub) => ({
    id: 'A13',
    title: `subject ${JSON.stringify(sub)?.slice(0, 30) ?? 'left out'}`,
    make: signed({ sub }),
    refused: 'CLAIMS',
  })),
  ...[undefined, '', null, 7, ['NS'], { level: 'NS' }, 'x'.repeat(101)].map((clearance) => ({
    id: 'A13',
    title: `clearance ${JSON.stringify(clearance)?.slice(0, 30) ?? 'left out'}`,
    make: signed({ clearance }),
    refused: 'CLAIMS',
  })),
  ...['ALL', { 0: 'coi:AGENCY' }, [['coi:AGENCY']], Array(201).fill('coi:AGENCY')].map((categories) => ({
    id: 'A13',
    title: `categories ${JSON.stringify(categories).slice(0, 30)}`,
    make: signed({ categories }),
    refused: 'CLAIMS',
  })),
  ...['tomorrow', '2027-02-30', '2027', -1, 1.5, true].map((claim) => ({
    id: 'A13',
    title: `a clearance that ends ${JSON.stringify(claim)}`,
    make: signed({ clearance_exp: claim }),
    refused: 'CLAIMS',
  })),
  ...[
    undefined,
    '',
    [],
    'https://other.example',
    ['https://other.example', 'https://third.example'],
    'https://alliance.example/graphql/',
    'EST',
    Array.from({ length: 100 }, (_, index) => `https://${index}.example`),
  ].map((aud) => ({
    id: 'A14',
    title: `audience ${JSON.stringify(aud)?.slice(0, 50) ?? 'left out'}`,
    make: signed({ aud }),
    refused: 'AUDIENCE',
  })),
  {
    id: 'A15',
    title: 'encrypted claims',
    make: async (issuers) =>
      new EncryptJWT(await claimsOf(issuers))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(new Uint8Array(32)),
    refused: 'MALFORMED',
  },
  {
    id: 'A15',
    title: 'a token in an encrypted one',
    make: async (issuers) =>
      new CompactEncrypt(new TextEncoder().encode(await issuers.sign('EST')))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(new Uint8Array(32)),
    refused: 'MALFORMED',
  },
  {
    id: 'A15',
    title: 'a password to be stretched a thousand million times',
    make: async (issuers) =>
      unsigned(
        { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1e9, p2s: 'e30' },
        await claimsOf(issuers),
        'e30.e30.e30',
      ),
    refused: 'MALFORMED',
  },
  ...[{ zip: 'DEF' }, { cty: 'JWT' }, { p2c: 1e9 }, { enc: 'A128GCM' }].map((header) => ({
    id: 'A15',
    title: `header ${JSON.stringify(header)}`,
    make: withHeader(header),
    refused: 'HEADER',
  })),
  {
    id: 'A16',
    title: 'a critical extension',
    make: async (issuers) =>
      unsigned({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1', crit: ['exp'], exp: 1 }, await claimsOf(issuers), 'e30'),
    refused: 'HEADER',
  },
  {
    id: 'A16',
    title: 'claims that are not encoded',
    make: async (issuers) =>
      unsigned({ alg: 'EdDSA', typ: 'at+jwt', crit: ['b64'], b64: false }, await claimsOf(issuers), 'e30'),
    refused: 'HEADER',
  },
  { id: 'A17', title: 'an end 61 s ago', make: signed({ exp: seconds - 61 }), refused: 'EXPIRED' },
  { id: 'A17', title: 'an end 31 s ago', make: signed({ exp: seconds - 31 }), refused: 'EXPIRED' },
  ...[undefined, String(seconds + 600), -1, seconds + 600.5, null, [seconds + 600], 1e300].map((exp) => ({
    id: 'A17',
    title: `exp ${JSON.stringify(exp) ?? 'left out'}`,
    make: signed({ exp }),
    refused: 'CLAIMS|EXPIRED|LIFETIME',
  })),
  { id: 'A18', title: 'not valid before tomorrow', make: signed({ nbf: seconds + 86_400 }), refused: 'NOT_YET_VALID' },
  {
    id: 'A18',
    title: 'issued in a minute',
    make: signed({ iat: seconds + 60, exp: seconds + 600 }),
    refused: 'NOT_YET_VALID',
  },
  { id: 'A18', title: 'no time of issue', make: signed({ iat: undefined }), refused: 'NOT_YET_VALID|CLAIMS' },
  {
    id: 'A18',
    title: 'valid for an hour and a second',
    make: signed({ iat: seconds - 1, exp: seconds + 3600 }),
    refused: 'LIFETIME',
  },
  {
    id: 'A18',
    title: 'issued two hours ago',
    make: signed({ iat: seconds - 7200, exp: seconds + 60 }),
    refused: 'LIFETIME',
  },
  ...['JWT', 'passport+jwt', 'operator+jwt', 'logout+jwt', '', undefined].map((typ) => ({
    id: 'A19',
    title: `a token of type ${typ ?? 'none'}`,
    make: withHeader({ typ }),
    refused: 'TYPE',
  })),
  { id: 'A22', title: '64 kB long', make: signed({ filler: 'x'.repeat(65_536) }), refused: 'MALFORMED' },
  {
    id: 'A24',
    title: 'bound to a key that is not shown',
    make: signed({ cnf: { jkt: 'thumbprint' } }),
    refused: 'CLAIMS',
  },
  {
    id: 'A27',
    title: 'issued by the gateway itself',
    make: signed({ iss: 'http://127.0.0.1:4000' }),
    refused: 'ISSUER_UNKNOWN',
  },
  {
    id: 'B15',
    title: 'a claim that looks like the outcome',
    make: signed({ refused: null, clearance: null }),
    refused: 'CLAIMS',
  },
];
