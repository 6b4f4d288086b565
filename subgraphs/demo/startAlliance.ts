import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { z } from 'zod';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import { startSubgraph } from '../runtime/startSubgraph.ts';
import type { DemoError } from './DemoError.ts';
import { removeDemoFile, writeDemoFile } from './DemoFile.ts';
import { fillNations } from './fillNations.ts';
import { startIdentityProviders } from './identity/startIdentityProviders.ts';
import { lockFolder } from './lockFolder.ts';
import type { StartOptions } from './parseStartOptions.ts';
import { checkPortsFree, portsOf } from './ports.ts';
import { demoFolder } from './registry/demoFolder.ts';
import { demoMembers } from './registry/demoRegistry.ts';
import { parseKey, publicHalf } from './registry/makeKey.ts';
import { writeDemoRegistry } from './registry/writeDemoRegistry.ts';
import { RunningNations } from './RunningNations.ts';
import { startControl } from './startControl.ts';
import { startGatewayProcess } from './startGatewayProcess.ts';

export interface AllianceOptions extends StartOptions {
  /** For the gateway's process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: () => number;
  /** Aborts a start that is under way. */
  readonly signal: AbortSignal;
  /** Takes lines that tell a person how far the start is. */
  readonly report: (line: string) => void;
}

export interface Alliance {
  /** The gateway. */
  readonly url: string;
  /** Resolves with the reason when the gateway's process ends by itself. */
  readonly crashed: Promise<DemoError>;
  stop(): Promise<void>;
}

/**
 * A whole alliance on this machine: every nation with an endpoint and a schema of its own in one embedded database, the
 * identity providers, a remote control, and the gateway as a process of its own. What is started is stopped in reverse
 * order, also when the start fails or is aborted half-way.
 */
export async function startAlliance(options: AllianceOptions): Promise<Alliance> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(options, (step) => undo.push(step))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

type Undo = () => Promise<unknown> | void;

async function start(options: AllianceOptions, onStop: (step: Undo) => void): Promise<Omit<Alliance, 'stop'>> {
  const { nations: codes, dataFolder: folder, port, clock, signal, report } = options;
  const ports = portsOf(port, demoMembers);
  const urlOf = (number: number): string => `http://127.0.0.1:${number}`;
  const nationUrl = (code: string): string => urlOf(ports.nation(code));

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  onStop(lockFolder(folder));
  await checkPortsFree([ports.gateway, ports.identity, ports.control, ...codes.map((code) => ports.nation(code))]);
  signal.throwIfAborted();

  const registry = await writeDemoRegistry(folder, {
    nations: codes,
    gatewayUrl: urlOf(ports.gateway),
    identityUrl: urlOf(ports.identity),
    endpoint: (code) => `${nationUrl(code)}/graphql`,
  });

  report(`opening the database in ${join(folder, 'pglite')} (some seconds the first time) ...`);
  const database = await PGlite.create(join(folder, 'pglite'));
  onStop(() => database.close());
  signal.throwIfAborted();

  if (options.generated) {
    await fillNations({ nations: codes, database: () => database, alliance: registry.document, clock, signal, report });
  }
  report(`starting ${codes.length} nations: ${codes.join(' ')} ...`);
  const files = demoFolder(folder);
  const gatewayKeys = keySet.parse(JSON.parse(readFileSync(files.gatewayPublicKeys, 'utf8')));
  const log = pino(pino.destination({ dest: join(folder, 'nations.log'), append: false, sync: true }));
  const nations = new RunningNations(codes, async (nation) =>
    startSubgraph({
      nation,
      database,
      registry: extractFor(nation, registry.document),
      gatewayKeys,
      operatorKey: publicHalf(parseKey(readFileSync(files.operatorKey(nation), 'utf8'))),
      port: ports.nation(nation),
      clock,
      log,
    }),
  );
  onStop(() => nations.stopAll());
  for (const code of codes) {
    await nations.start(code);
    signal.throwIfAborted();
  }

  const identity = await startIdentityProviders({ port: ports.identity, dataDir: folder });
  onStop(() => identity.stop());

  const secret = randomBytes(32).toString('base64url');
  const control = await startControl({ port: ports.control, secret, nations });
  onStop(() => control.stop());

  report('starting the gateway ...');
  const gateway = await startGatewayProcess({
    registryFile: registry.file,
    logFile: join(folder, 'gateway.log'),
    port: ports.gateway,
    environment: options.environment,
    signal,
  });
  onStop(() => gateway.stop());

  writeDemoFile(folder, {
    url: urlOf(ports.gateway),
    identityUrl: identity.url,
    gateway: { pid: gateway.pid },
    control: { url: control.url, secret },
    nations: Object.fromEntries(codes.map((code) => [code, { url: nationUrl(code) }])),
  });
  onStop(() => removeDemoFile(folder));
  return { url: urlOf(ports.gateway), crashed: gateway.crashed };
}
