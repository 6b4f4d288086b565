import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import type { GatewayKeys } from '../../../gateway/config/readKeys.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { startGateway, type GatewayOptions } from '../../../gateway/server.ts';
import { extractFor } from '../../../schema/alliance/extractFor.ts';
import { compose } from '../../../schema/compose.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { generateAlliance } from '../../../subgraphs/adapters/generator/generateAlliance.ts';
import { demoIssuers } from '../../../subgraphs/demo/registry/demoRegistry.ts';
import { openTestDatabase } from '../../subgraphs/support/testDatabases.ts';
import { yamlOf, type RegistryValue } from '../demoAlliance.ts';
import { readRegistryFacts } from '../oracle/RegistryFacts.ts';
import { startIssuers } from '../startIssuers.ts';
import { AlertReader } from './AlertReader.ts';
import { AllianceNation, type AnyRecord } from './AllianceNation.ts';
import { tokenOf, type AllianceReader } from './AllianceReader.ts';
import { Egress } from './Egress.ts';
import { postGraphql, type Answer } from './postGraphql.ts';
import { Recorder, type RecordedRequest } from './Recorder.ts';

export interface TestAllianceOptions {
  /** EST, LVA and POL unless said otherwise. The others are in the registry without an endpoint. */
  readonly nations?: readonly string[];
  /** What each nation holds; `generated`: what the demo would fill it with; a function: what it makes of that. */
  readonly records?: 'generated' | ((generated: Records) => Records) | Readonly<Record<string, readonly AnyRecord[]>>;
  /** Changes the demo's registry before anybody reads it. */
  readonly registry?: (value: RegistryValue) => RegistryValue;
  /** Epoch milliseconds at which the clock of all stands. */
  readonly now?: number;
  readonly gatewayLock?: 'enforce' | 'permit';
  /** The environment's NATION_LOCK unless said otherwise: the scenarios run once with each. */
  readonly nationLock?: 'enforce' | 'permit';
  readonly subgraphLimits?: GatewayOptions['subgraphLimits'];
  readonly limits?: GatewayOptions['limits'];
  readonly streams?: GatewayOptions['streams'];
}

/** By nation. */
export type Records = ReadonlyMap<string, readonly AnyRecord[]>;

/** A reader before the gateway. */
export interface Asking {
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  subscribe(query: string, variables?: Readonly<Record<string, unknown>>): Promise<AlertReader>;
}

export interface TestAlliance {
  readonly url: string;
  readonly registry: Registry;
  /** The registry as its file says it. */
  readonly registryText: string;
  readonly nations: readonly string[];
  readonly clock: { now(): number; set(now: number): void };
  /** What was put into each nation at the start. */
  readonly records: Records;
  nation(code: string): AllianceNation;
  /** Streams of alerts that the gateway keeps open. */
  streams(): number;
  /** Another process in its place, with the same keys. */
  restartGateway(): Promise<void>;
  /** Every request is signed in afresh. */
  as(reader: AllianceReader): Asking;
  /** `issuer`: whose provider signs, the reader's nation's unless said otherwise. */
  token(reader: AllianceReader, issuer?: string): Promise<string>;
  withToken(token: string): Asking;
  /** What the nations were sent since the last `forget`. */
  requests(nation?: string): readonly RecordedRequest[];
  forget(): void;
  /** Lines of the gateway's log. */
  readonly log: readonly string[];
  /** Throws when some nation was told of a record that it may not know. */
  stop(): Promise<void>;
}

export const wednesday = Date.parse('2026-06-03T12:00:00.000Z');

/** Slow machines are no failing nations: a test that needs one says so. */
const patience = { deadline: 9_000, breaker: { failures: 1_000_000, cooldown: 1 } };

/** A whole alliance in this process, real but for the clock: stores, subgraphs, key sets and gateway over HTTP. */
export async function startTestAlliance(options: TestAllianceOptions = {}): Promise<TestAlliance> {
  const { nations: codes = ['EST', 'LVA', 'POL'], gatewayLock = 'enforce', nationLock = environmentLock } = options;
  let now = options.now ?? wednesday;
  const clock = (): number => now;
  const undo: (() => Promise<unknown>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const database = await openTestDatabase();
    undo.push(() => database.close());

    let egress: Egress | null = null;
    const recorders = new Map<string, Recorder>();
    for (const code of codes) {
      const recorder = await Recorder.start(code, (request) => egress?.hear(request));
      recorders.set(code, recorder);
      undo.push(() => recorder.stop());
    }
    let registryText = '';
    const issuers = await startIssuers(demoIssuers, (value) => {
      const changed = withEndpoints(options.registry?.(value) ?? value, recorders);
      registryText = yamlOf(changed);
      return changed;
    });
    undo.push(() => issuers.stop());
    const { registry } = issuers;
    const facts = readRegistryFacts(registryText);
    const told = new Egress({ database: database.source, nations: codes, clock, registry: facts });
    egress = told;

    const keys = await makeKeys(registry);
    const nations = new Map<string, AllianceNation>();
    for (const [nation, recorder] of recorders) {
      const base = { nation, database: database.source, gatewayKeys: keys.publicKeys, clock, port: 0, log: noLog };
      const one = new AllianceNation(
        { ...base, lock: nationLock },
        extractFor(nation, registry.document),
        recorder,
        () => told.settle(),
      );
      nations.set(nation, one);
      await one.start();
      undo.push(() => one.stop());
    }
    const records = recordsOf(options, codes, now, registry);
    for (const [code, own] of records) await nationOf(nations, code).put(own);

    const folder = await mkdtemp(join(tmpdir(), 'alliance-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const log: string[] = [];
    const start = () =>
      startGateway({
        registry,
        keys,
        supergraphSdl: supergraph(),
        accessLog: join(folder, 'access.jsonl'),
        port: 0,
        host: '127.0.0.1',
        logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
        clock,
        lock: gatewayLock,
        subgraphLimits: { ...patience, ...options.subgraphLimits },
        // Nations share its event loop here.
        capacity: { turn: Infinity },
        ...(options.limits && { limits: options.limits }),
        ...(options.streams && { streams: options.streams }),
      });
    let gateway = await start();
    undo.push(() => gateway.stop());

    const withToken = (token: string): Asking => ({
      ask: (query, variables) => postGraphql(gateway.url, token, query, variables),
      subscribe: (query, variables) => AlertReader.open(gateway.url, token, query, variables),
    });
    const heard = (code: string): RecordedRequest[] => recorders.get(code)?.requests ?? [];
    return {
      get url() {
        return gateway.url;
      },
      streams: () => gateway.streams(),
      restartGateway: async () => {
        await gateway.stop();
        gateway = await start();
      },
      registry,
      registryText,
      nations: codes,
      clock: {
        now: clock,
        set: (moment) => {
          now = moment;
        },
      },
      records,
      nation: (code) => nationOf(nations, code),
      as: (reader) => ({
        ask: async (query, variables) => {
          if (query.startsWith('mutation')) await told.settle();
          return postGraphql(gateway.url, await tokenOf(issuers, reader, now), query, variables);
        },
        subscribe: async (query, variables) =>
          AlertReader.open(gateway.url, await tokenOf(issuers, reader, now), query, variables),
      }),
      token: (reader, issuer) => tokenOf(issuers, reader, now, issuer),
      withToken,
      requests: (nation) => (nation === undefined ? codes.flatMap(heard) : [...heard(nation)]),
      forget: () => recorders.forEach(({ requests }) => requests.splice(0)),
      log,
      stop: async () => {
        await told.settle();
        await stopAll();
        expectDiscreet(told);
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function expectDiscreet({ ids, problems }: Egress): void {
  if (ids === 0) throw new Error('no nation was ever told of a record: the recorders saw nothing');
  if (problems.length > 0) throw new Error(`nations were told too much:\n${problems.slice(0, 20).join('\n')}`);
}

const environmentLock = process.env['NATION_LOCK'] === 'permit' ? 'permit' : 'enforce';

function withEndpoints(value: RegistryValue, recorders: ReadonlyMap<string, Recorder>): RegistryValue {
  const nations = Object.entries(value.nations).map(([code, nation]) => [
    code,
    { ...nation, endpoint: recorders.get(code)?.url ?? null },
  ]);
  return { ...value, nations: Object.fromEntries(nations) as RegistryValue['nations'] };
}

function recordsOf(
  { records = {} }: TestAllianceOptions,
  nations: readonly string[],
  now: number,
  { document }: Registry,
): Records {
  if (typeof records === 'object') return new Map(Object.entries(records));
  const generated: Records = generateAlliance({ seed: 'test', nations, now, alliance: document });
  return records === 'generated' ? generated : records(generated);
}

/** The same in every run but for the signing key, so that cursors and pseudonyms of two alliances compare. */
async function makeKeys({ parties }: Registry): Promise<GatewayKeys> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const kid = 'demo-test';
  return {
    signing: { key: privateKey, kid },
    publicKeys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
    sealing: new Uint8Array(64).fill(7),
    pseudonyms: new Map([...parties.keys()].map((code) => [code, new Uint8Array(32).fill(code.charCodeAt(0))])),
  };
}

function supergraph(): string {
  const composed = compose(contractSdls());
  if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
  return composed.supergraphSdl;
}

const nationOf = (nations: ReadonlyMap<string, AllianceNation>, code: string): AllianceNation =>
  nations.get(code) ?? missing(code);

function missing(what: string): never {
  throw new TypeError(`this alliance has no ${what}`);
}

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
