import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { startGateway, type GatewayOptions } from '../../gateway/server.ts';
import { compose } from '../../schema/compose.ts';
import { contractSdls } from '../../schema/contractSdls.ts';
import { now, type RegistryValue } from '../support/demoAlliance.ts';
import { startIssuers } from '../support/startIssuers.ts';

export interface LoneGatewayOptions extends Partial<GatewayOptions> {
  /** Endpoints by nation; nobody listens at the others. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** The whole gateway over HTTP, with issuers that have real keys and, unless some are named, no nation behind it. */
export async function startLoneGateway({ endpoints = {}, ...options }: LoneGatewayOptions = {}) {
  const issuers = await startIssuers(['EST', 'LVA', 'DEU', 'EU'], (value) => withEndpoints(value, endpoints));
  const folder = await mkdtemp(join(tmpdir(), 'lone-gateway-'));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const supergraph = compose(contractSdls());
  if ('problems' in supergraph) throw new TypeError(JSON.stringify(supergraph.problems));
  const accessLog = join(folder, 'access.jsonl');
  const log: string[] = [];
  const gateway = await startGateway({
    registry: issuers.registry,
    keys: {
      signing: { key: privateKey, kid: 'k1' },
      publicKeys: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] },
      sealing: new Uint8Array(64).fill(7),
      pseudonyms: new Map([...issuers.registry.parties.keys()].map((code) => [code, new Uint8Array(32)])),
    },
    supergraphSdl: supergraph.supergraphSdl,
    accessLog,
    port: 0,
    host: '127.0.0.1',
    logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    clock: () => now,
    ...options,
  });
  const token = await issuers.sign('EST');
  return {
    url: gateway.url,
    issuers,
    token,
    log,
    readAccessLog: () => readFile(accessLog, 'utf8'),
    stop: async (): Promise<void> => {
      await gateway.stop();
      await issuers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type LoneGateway = Awaited<ReturnType<typeof startLoneGateway>>;

const withEndpoints = (value: RegistryValue, endpoints: Readonly<Record<string, string>>): RegistryValue => ({
  ...value,
  nations: Object.fromEntries(
    Object.entries(value.nations).map(([code, nation]) => [code, { ...nation, endpoint: endpoints[code] ?? null }]),
  ) as RegistryValue['nations'],
});
