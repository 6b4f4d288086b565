import { parse } from 'graphql';
import { stringify } from 'yaml';
import { allianceSubgraph } from '../../../gateway/alliance/allianceSubgraph.ts';
import type { LoggedAccess } from '../../../gateway/audit/AccessEntry.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { readRegistry } from '../../../gateway/config/readRegistry.ts';
import type { Reader } from '../../../gateway/identity/Reader.ts';
import { mayReadOwn } from '../../../gateway/policy/mayReadOwn.ts';
import { demoRegistry } from '../../../subgraphs/demo/registry/demoRegistry.ts';

const identityUrl = 'http://127.0.0.1:1';

/** The demo's registry: what people see when they try the alliance out is what is tested here. */
export const registry: Registry = (() => {
  const file = demoRegistry({
    nations: ['EST', 'LVA'],
    gatewayUrl: 'http://127.0.0.1:2',
    identityUrl,
    endpoint: (code) => `http://127.0.0.1:3/${code}`,
  });
  const read = readRegistry(stringify(file), '/');
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  return read.registry;
})();

export const now = Date.parse('2026-06-01T12:00:00.000Z');

export const readerOf = (nation: string, reader: Partial<Reader> = {}): Reader => ({
  issuer: `${identityUrl}/${nation}`,
  subject: 'anna',
  nation,
  nationality: nation,
  level: 'NS',
  nationalTerm: null,
  clearanceExpiresAt: Date.parse('2030-01-01T00:00:00.000Z'),
  categories: ['coi:AGENCY'],
  roles: ['ANALYST', 'SECURITY_OFFICER'],
  aal: 2,
  multiFactor: true,
  authenticatedAt: now - 60_000,
  tokenExpiresAt: now + 600_000,
  ...reader,
});

/** Asks the subgraph itself: nothing is admitted yet, so that markings can be seen. */
export async function askAlliance(
  query: string,
  { reader = readerOf('EST'), variables = {}, accesses = [] as readonly LoggedAccess[], at = now } = {},
): Promise<{ data: unknown; codes: readonly unknown[] }> {
  const ask = allianceSubgraph({
    registry: () => registry,
    stateOf: async (nation) => (nation === 'EST' ? 'UP' : 'DOWN'),
    pseudonym: (one, owner) => `${one.subject}-for-${owner}`,
    mayReadOwn: (request) => mayReadOwn(request.reader, registry, request.now, 'anna-for-own'),
    accesses: async function* newestFirst() {
      yield* accesses;
    },
  });
  const signal = new AbortController().signal;
  const answer = await ask({ document: parse(query), query, variables }, { reader, requestId: 'r', now: at, signal });
  const codes = (answer.errors ?? []).map(({ extensions, message }) => extensions['code'] ?? message);
  return { data: JSON.parse(JSON.stringify(answer.data ?? null)) as unknown, codes };
}
