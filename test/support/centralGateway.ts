import type { CentralSubgraph } from '../../gateway/alliance/CentralSubgraph.ts';
import type { Registry } from '../../gateway/config/Registry.ts';
import { AllianceGateway } from '../../gateway/federation/AllianceGateway.ts';
import type { RequestContext } from '../../gateway/RequestContext.ts';
import { centralSchemas, centralSupergraph } from './centralContract.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

/** A reader who holds nothing: for central subgraphs that is enough. */
export const anybody = {
  reader: {
    issuer: 'https://nobody.example',
    nation: 'EST',
    nationality: 'EST',
    categories: [],
    roles: [],
    level: 'NU',
    aal: 1,
    clearanceExpiresAt: 0,
  },
  requestId: 'anybody',
  now: 0,
  signal: new AbortController().signal,
} as unknown as RequestContext;

const registry = {
  nations: new Map(),
  issuers: new Map(),
  parties: new Map(),
  agreements: [],
  document: { coalitions: [], agreements: [] },
} as unknown as Registry;

/** Ours before the central subgraphs of test/support/centralContract.ts alone: no nations, no log. */
export const centralGateway = (subgraphOf: (name: string) => CentralSubgraph): AllianceGateway =>
  new AllianceGateway({
    supergraphSdl: centralSupergraph(),
    nationalDomains: [],
    registry: () => registry,
    ask: () => Promise.resolve({ unavailable: 'noEndpoint' }),
    central: new Map([...centralSchemas.keys()].map((name) => [name, subgraphOf(name)])),
    pseudonym: () => '',
    sealingKey: new Uint8Array(64),
    release: (answer) => Promise.resolve(answer),
  });
