import { stringify } from 'yaml';
import { readRegistry } from '../../gateway/config/readRegistry.ts';
import type { Registry } from '../../gateway/config/Registry.ts';
import type { Reader } from '../../gateway/identity/Reader.ts';
import { demoRegistry } from '../../subgraphs/demo/registry/demoRegistry.ts';

/** The demo's registry as a value that a test may change before it is read. */
export type RegistryValue = ReturnType<typeof demoRegistry>;

export const demoValue = (identityUrl = 'http://127.0.0.1:4001'): RegistryValue =>
  demoRegistry({
    nations: ['EST', 'LVA', 'POL'],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl,
    endpoint: (code) => `http://127.0.0.1:4100/${code}/graphql`,
  });

export const yamlOf = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });

export function registryOf(value: RegistryValue): Registry {
  const read = readRegistry(yamlOf(value), '/etc/alliance');
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  return read.registry;
}

export const now = Date.parse('2026-06-01T12:00:00.000Z');

/** Cleared to everything that Estonia's issuer may vouch for, unless the test says otherwise. */
export const reader = (changes: Partial<Reader> = {}): Reader => ({
  issuer: `http://127.0.0.1:4001/${changes.nation ?? 'EST'}`,
  subject: 'anna',
  nation: 'EST',
  nationality: 'EST',
  level: 'CTS',
  nationalTerm: null,
  clearanceExpiresAt: now + 365 * 86_400_000,
  categories: ['cav:ATOMAL', 'coi:AGENCY'],
  roles: ['ANALYST'],
  aal: 3,
  multiFactor: true,
  authenticatedAt: now - 60_000,
  tokenExpiresAt: now + 900_000,
  ...changes,
});
