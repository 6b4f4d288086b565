import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentityProviders } from '../../subgraphs/demo/identity/startIdentityProviders.ts';
import { writeDemoRegistry } from '../../subgraphs/demo/registry/writeDemoRegistry.ts';
import { testDatabases } from '../subgraphs/support/testDatabases.ts';
import { freePort } from '../support/freePort.ts';
import { KilledProcess } from './KilledProcess.ts';

export type DatabaseKind = 'pglite' | 'postgres';

export interface RealAllianceOptions {
  readonly nations: readonly string[];
  readonly database: DatabaseKind;
  readonly workers?: number;
  /** Names a fault of faults.ts that is planted into every subgraph. */
  readonly fault?: string;
}

export interface TokenOf {
  readonly nation: string;
  readonly subject: string;
  readonly roles?: readonly string[];
  readonly level?: string;
}

/** An alliance as it runs anywhere: each nation and the gateway a process of its own, started by the product's commands. */
export async function startRealAlliance({ nations, database, workers = 1, fault }: RealAllianceOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'durability-'));
  const postgres = database === 'postgres' ? await testDatabases[1].open() : null;
  const ports = new Map(await Promise.all(nations.map(async (code) => [code, await freePort()] as const)));
  const port = await freePort();
  const identity = await startIdentityProviders({ dataDir: folder, port: 0 });
  const url = `http://127.0.0.1:${port}`;
  const { file } = await writeDemoRegistry(folder, {
    nations,
    gatewayUrl: url,
    identityUrl: identity.url,
    endpoint: (code) => `http://127.0.0.1:${ports.get(code)}/graphql`,
  });
  const source = (code: string): string => postgres?.source ?? `file:${join(folder, 'stores', code.toLowerCase())}`;
  const plant = fault === undefined ? [] : ['--import', new URL('plantFault.ts', import.meta.url).href];
  const subgraphs = nations.map(
    (code) =>
      new KilledProcess({
        name: code,
        args: [
          ...plant,
          'subgraphs/main.ts',
          `--nation=${code}`,
          `--database=${source(code)}`,
          `--port=${ports.get(code)}`,
          `--data=${folder}`,
        ],
        ...(fault !== undefined && { environment: { PLANTED_FAULT: fault } }),
        ready: 'subgraph listening',
      }),
  );
  const accessLog = join(folder, 'access.jsonl');
  const gateway = new KilledProcess({
    name: 'gateway',
    args: ['gateway/main.ts', '--config', file, '--access-log', accessLog, '--workers', String(workers)],
    environment: { PORT: String(port), NODE_ENV: 'production' },
    ready: 'gateway ready at',
  });
  const processes = [...subgraphs, gateway];
  const started = await Promise.all(processes.map((one) => one.start()));

  const stopProcesses = async (): Promise<void> => {
    await gateway.stop();
    await Promise.all(subgraphs.map((one) => one.stop()));
  };
  const stop = async (): Promise<void> => {
    await stopProcesses();
    await identity.stop();
    await postgres?.close();
    await rm(folder, { recursive: true, force: true });
  };
  if (started.includes(false)) {
    await stop();
    throw new Error(processes.flatMap(({ ends }) => ends).join('\n'));
  }
  return {
    url,
    nations,
    processes,
    accessLog,
    /** What `openDatabase` takes. */
    source,
    /** Good for an hour. */
    token: async ({ level = 'NS', roles = ['INCIDENT_COORDINATOR'], ...who }: TokenOf): Promise<string> => {
      const response = await fetch(`${identity.url}/demo/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...who, level, roles, expiresIn: '1h' }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    stopProcesses,
    stop,
  };
}

export type RealAlliance = Awaited<ReturnType<typeof startRealAlliance>>;
