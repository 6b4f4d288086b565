import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { documentOf } from '../../schema/alliance/documentOf.ts';
import type { Agency, Issuer, Nation, Organisation, Party, Registry } from './Registry.ts';
import type { RegistryFile } from './RegistryFile.ts';

/** From a file that has passed every check. `pathOf` makes a file name of the registry absolute. */
export function buildRegistry(file: RegistryFile, pathOf: (file: string) => string): Registry {
  const { version, demo, gateway, agreements } = file;
  const nations = mapEntries(file.nations, nationOf);
  const organisations = mapEntries(file.organisations, (code, organisation) =>
    organisationOf(code, organisation, pathOf),
  );
  const parties = new Map<string, Party>([...nations, ...organisations]);
  const document = documentOf({
    ...file,
    nations: Object.fromEntries(nations),
    organisations: Object.fromEntries(organisations),
  });
  return deepFreeze({
    version,
    demo,
    gateway: {
      ...gateway,
      signingKey: pathOf(gateway.signingKey),
      cursorKey: pathOf(gateway.cursorKey),
      pseudonymKeys: pathOf(gateway.pseudonymKeys),
    },
    nations,
    organisations,
    parties,
    issuers: new Map([...parties.values()].filter(hasIssuer).map((party) => [party.issuer.url, party])),
    agreements,
    directory: directoryOf(document),
    document,
  });
}

function nationOf(
  code: string,
  { name, member, agency, endpoint, ceiling, issuer }: RegistryFile['nations'][string],
): Nation {
  return { code, name, member, ceiling, endpoint: endpoint ?? null, issuer: issuer ?? null, agency: agencyOf(agency) };
}

function agencyOf(agency: RegistryFile['nations'][string]['agency']): Agency | null {
  if (!agency) return null;
  const contacts = agency.contacts.map(({ function: what, hours, email, telephone, marking }) => ({
    function: what,
    hours: hours ?? null,
    email: email ?? null,
    telephone: telephone ?? null,
    marking,
  }));
  return { name: agency.name, constituency: agency.constituency ?? null, contacts };
}

function organisationOf(
  code: string,
  { name, ceiling, issuer, subgraph }: RegistryFile['organisations'][string],
  pathOf: (file: string) => string,
): Organisation {
  return {
    code,
    name,
    ceiling: ceiling ?? issuer?.vouches.level ?? 'NU',
    issuer: issuer ?? null,
    subgraph: subgraph ? { endpoint: subgraph.endpoint, schema: pathOf(subgraph.schema) } : null,
  };
}

const hasIssuer = (party: Party): party is Party & { issuer: Issuer } => party.issuer !== null;

const mapEntries = <From, To>(record: Record<string, From>, map: (code: string, from: From) => To): Map<string, To> =>
  new Map(Object.entries(record).map(([code, from]) => [code, map(code, from)]));

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  const parts: readonly unknown[] = value instanceof Map ? [...value.values()] : Object.values(value);
  parts.forEach(deepFreeze);
  return value;
}
