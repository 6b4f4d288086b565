import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { startIdentityProviders } from '../../../subgraphs/demo/identity/startIdentityProviders.ts';
import { demoMembers } from '../../../subgraphs/demo/registry/demoRegistry.ts';
import { writeDemoRegistry } from '../../../subgraphs/demo/registry/writeDemoRegistry.ts';
import { centralSdls } from '../canned/centralSubgraphs.ts';
import { CannedSubgraphs } from '../canned/CannedSubgraphs.ts';
import type { WorkId } from '../readBenchOptions.ts';
import { mostVariants } from '../work/Work.ts';
import { cores } from './Contender.ts';
import { tokensOf } from './tokensOf.ts';
import { graphqlAt, writeRegistry } from './writeRegistry.ts';

/** The demo's eight nations, and all members. */
export const nationsOf = {
  eight: ['CAN', 'DEU', 'EST', 'FRA', 'GBR', 'LVA', 'POL', 'USA'],
  all: demoMembers,
} as const satisfies Record<string, readonly string[]>;
export type AllianceName = keyof typeof nationsOf;

export function alliancesFor(work: readonly WorkId[]): readonly AllianceName[] {
  const ofAll = work.filter((id) => id.startsWith('A3')).length;
  return [...(ofAll < work.length ? (['eight'] as const) : []), ...(ofAll > 0 ? (['all'] as const) : [])];
}

/** What stands before any gateway does: subgraphs, registries, readers. */
export interface Ground {
  readonly folder: string;
  readonly subgraphs: CannedSubgraphs;
  readonly tokens: readonly string[];
  /** Of the same readers: tokens are good for an hour. */
  newTokens(): Promise<readonly string[]>;
  /** Registry files. The alliance of eight has the central subgraphs, too. */
  readonly registries: ReadonlyMap<AllianceName, string>;
  /** The central subgraphs alone: for gateways that know no nations. */
  readonly supergraphFile: string;
  readonly central: readonly { readonly name: string; readonly url: string }[];
  stop(): Promise<void>;
}

export async function layGround(alliances: readonly AllianceName[], readers: number = mostVariants): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const subgraphs = CannedSubgraphs.start(cores.load);
  const sdls = centralSdls();
  const ports = await subgraphs.serveCentral();
  const central = new Map([...ports].map(([name, port]) => [name, { port, sdl: sdls.get(name) ?? '' }]));
  await writeDemoRegistry(folder, { nations: [], gatewayUrl: nowhere, identityUrl: nowhere, endpoint: () => nowhere });
  const identity = await startIdentityProviders({ dataDir: folder, port: 0 });
  const registries = new Map<AllianceName, string>();
  for (const name of alliances) {
    const nations = await subgraphs.serveNations(nationsOf[name]);
    const served = name === 'eight' ? central : new Map<string, never>();
    const options = { name, identityUrl: identity.url, nations, central: served };
    registries.set(name, await writeRegistry(folder, options));
  }
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphOf(central));
  const newTokens = () => tokensOf(identity.url, nationsOf.eight, readers);
  return {
    folder,
    subgraphs,
    tokens: await newTokens(),
    newTokens,
    registries,
    supergraphFile,
    central: [...ports].map(([name, port]) => ({ name, url: graphqlAt(port) })),
    stop: async () => {
      await subgraphs.stop();
      await identity.stop();
    },
  };
}

/** The keys of the identity providers are made with the first registry. */
const nowhere = 'http://127.0.0.1:9';

function supergraphOf(central: ReadonlyMap<string, { readonly port: number; readonly sdl: string }>): string {
  const services = [...central].map(([name, { port, sdl }]) => ({ name, url: graphqlAt(port), typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new TypeError(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
