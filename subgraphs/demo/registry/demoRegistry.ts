import { createHash } from 'node:crypto';
import { z } from 'zod';
import { agreementKinds } from '../../../schema/alliance/AllianceDocument.ts';
import { newRecordId } from '../../../schema/id.ts';
import { roles, type Role } from '../../../schema/label/clearance.ts';
import { sharingDomains } from '../../../schema/label/domain.ts';
import { levels, type Level } from '../../../schema/label/level.ts';
import data from './alliance.json' with { type: 'json' };

export interface DemoAddresses {
  /** The nations that run, by code. The others keep their place in the registry, without an endpoint. */
  readonly nations: readonly string[];
  readonly gatewayUrl: string;
  readonly identityUrl: string;
  endpoint(code: string): string;
}

const names = z.record(z.string(), z.string());
const alliance = z
  .object({
    members: names,
    partners: names,
    organisations: names,
    coalitions: z.record(z.string(), z.object({ name: z.string(), members: z.array(z.string()) })),
    agreements: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        kind: z.enum(agreementKinds),
        parties: z.array(z.string()),
        ceiling: z.enum(levels),
        covers: z.array(z.enum(sharingDomains)),
        from: z.string(),
        until: z.string().nullable(),
        marking: z.string(),
      }),
    ),
  })
  .parse(data);

/** `aud` of the demo's access tokens. */
export const demoAudience = 'https://alliance.example/graphql';

/** Codes of all member nations, sorted. */
export const demoMembers: readonly string[] = Object.keys(alliance.members).sort();

/** Codes of everybody who has an identity provider in the demo, sorted. */
export const demoIssuers: readonly string[] = [...demoMembers, ...Object.keys(alliance.organisations)].sort();

interface Vouching {
  readonly level: Level;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: 1 | 2 | 3;
}

const nationCategories = ['coi:AGENCY', 'coi:CONSTITUENT', 'coi:EXCON', 'coi:SCEPVA', 'coi:ICS', 'cav:ATOMAL'];

/** Invented, as is all of it: who may vouch for this caveat, so that the others can be seen to fail. */
const bohemia = ['CAN', 'DEU', 'FRA', 'GBR', 'USA'];

const organisations: Readonly<Record<string, Vouching>> = {
  EU: {
    level: 'NS',
    categories: ['coi:AGENCY', 'coi:EXCON'],
    roles: ['ANALYST', 'INCIDENT_COORDINATOR', 'EXERCISE_PLANNER', 'POLICY_STAFF'],
    aal: 2,
  },
  INTERPOL: { level: 'NR', categories: ['coi:AGENCY'], roles: ['ANALYST'], aal: 2 },
  'NATO-STAFF': { level: 'CTS', categories: nationCategories, roles, aal: 3 },
  UN: { level: 'NR', categories: [], roles: ['ANALYST', 'POLICY_STAFF'], aal: 2 },
};

/** The registry of the demo alliance, in the form of its file. Agreements, ceilings and contacts are invented. */
export function demoRegistry(addresses: DemoAddresses) {
  return {
    version: 1,
    demo: true,
    gateway: {
      issuer: addresses.gatewayUrl,
      audience: demoAudience,
      signingKey: 'keys/gateway.jwk',
      cursorKey: 'keys/cursor.key',
      pseudonymKeys: 'keys/pseudonyms.json',
    },
    nations: {
      ...mapNames(alliance.members, (code, name) => member(code, name, addresses)),
      ...mapNames(alliance.partners, (_, name) => partner(name)),
    },
    organisations: mapNames(alliance.organisations, (code, name) => ({
      name,
      ceiling: (organisations[code] ?? nobody).level,
      issuer: issuer(code, organisations[code] ?? nobody, addresses),
    })),
    coalitions: alliance.coalitions,
    agreements: alliance.agreements.map((agreement) => ({ id: agreementId(agreement.code), ...agreement })),
  };
}

const lowest: Level = 'NU';
const highest: Level = 'CTS';
const nobody: Vouching = { level: lowest, categories: [], roles: [], aal: 1 };

const partner = (name: string) => ({ name, member: false, endpoint: null, ceiling: lowest });

function member(code: string, name: string, addresses: DemoAddresses) {
  const categories = bohemia.includes(code) ? [...nationCategories, 'cav:BOHEMIA'] : nationCategories;
  return {
    name,
    member: true,
    agency: {
      name: `National cyber agency of ${name}`,
      constituency: 'public administration and essential services',
      contacts: contacts(code),
    },
    endpoint: addresses.nations.includes(code) ? addresses.endpoint(code) : null,
    ceiling: highest,
    issuer: issuer(code, { level: highest, categories, roles, aal: 3 }, addresses),
  };
}

function contacts(code: string) {
  const origin = `ORIGINATOR ${code} CREATED 2024-01-01`;
  return [
    {
      function: 'duty officer',
      hours: '24/7',
      email: `duty@${code.toLowerCase()}.example`,
      telephone: `+999 ${demoMembers.indexOf(code) + 100} 112`,
      marking: `NU REL TO NATO,NATO-STAFF ${origin} | telephone: NR REL TO NATO ${origin}`,
    },
    {
      function: 'press office',
      hours: 'working days',
      email: `press@${code.toLowerCase()}.example`,
      telephone: null,
      marking: `NU REL TO ALL TLP:CLEAR ${origin}`,
    },
  ];
}

/** Exchange officers serve in every agency, so each nation vouches for nationals of all of them. */
const nationalities = [...demoMembers, ...Object.keys(alliance.partners)].sort();

function issuer(code: string, vouches: Vouching, { identityUrl }: DemoAddresses) {
  const url = `${identityUrl}/${code}`;
  return { url, jwks: `${url}/jwks`, algorithms: ['EdDSA'], demo: true, vouches: { nationalities, ...vouches } };
}

const agreementId = (code: string): string =>
  newRecordId('ALLIANCE', 'g', () => createHash('sha256').update(code).digest());

const mapNames = <T>(
  names: Readonly<Record<string, string>>,
  map: (code: string, name: string) => T,
): Record<string, T> => Object.fromEntries(Object.entries(names).map(([code, name]) => [code, map(code, name)]));
