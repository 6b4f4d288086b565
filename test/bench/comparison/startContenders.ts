import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerNode } from '../../../gateway/workers/WorkerProcess.ts';
import type { OursOptions } from '../gateways/ours.ts';
import type { RawRequests } from '../gateways/raw.ts';
import { cores, peers, startContender, type Contender, type ContenderName } from './Contender.ts';
import { peersFolder } from './installPeers.ts';
import type { AllianceName, Ground } from './layGround.ts';

export function startOurs(ground: Ground, alliance: AllianceName, lock: OursOptions['lock']): Promise<Contender> {
  const name = lock === 'permit' ? 'permit' : 'ours';
  const args = (port: number): readonly string[] => {
    const registryFile = ground.registries.get(alliance) ?? '';
    const accessLog = join(ground.folder, `access-${alliance}-${lock}.jsonl`);
    return [JSON.stringify({ registryFile, accessLog, port, lock } satisfies OursOptions)];
  };
  return startContender({ name, file: 'gateways/ours.ts', args, ...workerNode });
}

export async function startRaw(ground: Ground, requests: RawRequests): Promise<Contender> {
  const requestsFile = join(ground.folder, 'raw.json');
  await writeFile(requestsFile, JSON.stringify(requests));
  return startContender({
    name: 'raw',
    file: 'gateways/raw.ts',
    args: (port) => [JSON.stringify({ port, requestsFile })],
  });
}

type Peer = (typeof peers)[number];

/** What each peer is started with. Whatever is not said here is its default. */
const peerCommands: Readonly<
  Record<Peer, (ground: Ground) => { readonly file: string; readonly args: (port: number) => readonly string[] }>
> = {
  stock: ({ supergraphFile }) => ({
    file: 'peers/stock.mjs',
    args: (port) => [JSON.stringify({ port, supergraphFile })],
  }),
  hive: (ground) => hive(ground, []),
  'hive-rust': (ground) => hive(ground, ['--hive-router-runtime']),
  mercurius: ({ central }) => ({
    file: 'peers/mercurius.mjs',
    args: (port) => [JSON.stringify({ port, subgraphs: central })],
  }),
};

const hive = ({ supergraphFile }: Ground, flags: readonly string[]) => ({
  file: 'peers/node_modules/@graphql-hive/gateway/dist/bin.js',
  args: (port: number) => ['supergraph', supergraphFile, '--host', '127.0.0.1', '--port', String(port), ...flags],
});

/** A peer that does not start is said to be missing, and is no reason to stop. */
export async function startPeers(
  ground: Ground,
  wanted: readonly ContenderName[],
  progress: (line: string) => void,
): Promise<readonly Contender[]> {
  const starting = peers
    .filter((peer) => wanted.includes(peer))
    .map(async (name) => {
      try {
        return await startContender({ name, cwd: peersFolder, startsOn: cores.load, ...peerCommands[name](ground) });
      } catch (error) {
        progress(`${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
        return null;
      }
    });
  return (await Promise.all(starting)).filter((contender) => contender !== null);
}
