import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { parse } from 'yaml';
import type { LoggedAccess } from '../../gateway/audit/AccessEntry.ts';
import type { GatewayKeys } from '../../gateway/config/readKeys.ts';
import { readRegistry } from '../../gateway/config/readRegistry.ts';
import type { Registry } from '../../gateway/config/Registry.ts';
import { startGateway } from '../../gateway/server.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import { compose } from '../../schema/compose.ts';
import { contractSdls } from '../../schema/contractSdls.ts';
import { openDatabase } from '../../subgraphs/runtime/openDatabase.ts';
import type { Lock } from '../../subgraphs/runtime/Sight.ts';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/runtime/startSubgraph.ts';
import { Recorder } from '../support/alliance/Recorder.ts';
import { yamlOf } from '../support/demoAlliance.ts';
import { unsent, type Stores } from '../support/oracle/prune.ts';
import type { TestDatabase } from '../subgraphs/support/testDatabases.ts';
import type { Departed, Locks } from './Bench.ts';
import { pseudonymKey, sealingKey } from './Scene.ts';
import { openTestDatabase } from '../subgraphs/support/testDatabases.ts';

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Slow machines are no failing nations. */
const patience = { deadline: 9_000, breaker: { failures: 1_000_000, cooldown: 1 } };

export interface SocketGateway {
  readonly url: string;
  /** Puts the gateway's log back to what the alliance began with. */
  forget(): Promise<void>;
  /** What has left the gateway since it was made to forget. */
  departed(): Promise<readonly Departed[]>;
}

/** One database with the subgraphs and gateways over it, one of each lock as they are asked for. */
export class SocketAlliance {
  readonly #registryText: string;
  readonly #nations: readonly string[];
  readonly #now: number;
  readonly #database: TestDatabase;
  readonly #keys: Promise<GatewayKeys>;
  readonly #undo: (() => Promise<unknown>)[] = [];
  readonly #subgraphs = new Map<Lock, Promise<ReadonlyMap<string, RunningSubgraph>>>();
  #logged = '';
  readonly #gateways = new Map<string, Promise<SocketGateway>>();

  private constructor(registryText: string, nations: readonly string[], now: number, database: TestDatabase) {
    this.#registryText = registryText;
    this.#nations = nations;
    this.#now = now;
    this.#database = database;
    this.#keys = makeKeys(registryOf(registryText, new Map()));
    this.#undo.push(() => database.close());
  }

  static async start(registryText: string, nations: readonly string[], now: number): Promise<SocketAlliance> {
    return new SocketAlliance(registryText, nations, now, await openTestDatabase());
  }

  /** From now on nations hold these records, and gateways have logged these accesses, newest first, and no other. */
  async fill(stores: Stores, accesses: readonly LoggedAccess[]): Promise<void> {
    this.#logged = accesses
      .toReversed()
      .map((access) => `${JSON.stringify(access)}\n`)
      .join('');
    const subgraphs = await this.#startSubgraphs('enforce');
    for (const [nation, records] of stores) {
      const database = await openDatabase(this.#database.source, nation);
      await database.kysely.deleteFrom('record_references').execute();
      await database.kysely.deleteFrom('records').execute();
      await database.close();
      await subgraphs.get(nation)?.records.put(records.map((record) => ({ record: unsent(record) })));
    }
  }

  gateway(locks: Locks): Promise<SocketGateway> {
    const name = JSON.stringify(locks);
    const known = this.#gateways.get(name) ?? this.#startGateway(locks);
    this.#gateways.set(name, known);
    return known;
  }

  async stop(): Promise<void> {
    for (const step of this.#undo.splice(0).reverse()) await step();
  }

  #startSubgraphs(lock: Lock): Promise<ReadonlyMap<string, RunningSubgraph>> {
    const known = this.#subgraphs.get(lock) ?? this.#subgraphsWith(lock);
    this.#subgraphs.set(lock, known);
    return known;
  }

  async #subgraphsWith(lock: Lock): Promise<ReadonlyMap<string, RunningSubgraph>> {
    const { document } = registryOf(this.#registryText, new Map());
    const { publicKeys } = await this.#keys;
    const running = new Map<string, RunningSubgraph>();
    for (const nation of this.#nations) {
      const subgraph = await startSubgraph({
        nation,
        database: this.#database.source,
        registry: extractFor(nation, document),
        gatewayKeys: publicKeys,
        clock: () => this.#now,
        port: 0,
        lock,
        log: noLog,
      });
      running.set(nation, subgraph);
      this.#undo.push(() => subgraph.stop());
    }
    return running;
  }

  async #startGateway({ gateway, nation }: Locks): Promise<SocketGateway> {
    const folder = await mkdtemp(join(tmpdir(), 'leak-'));
    this.#undo.push(() => rm(folder, { recursive: true, force: true }));
    const accessLog = join(folder, 'access.jsonl');
    const heard: Departed[] = [];
    const endpoints = new Map<string, string>();
    for (const [code, { url }] of await this.#startSubgraphs(nation)) {
      const recorder = await Recorder.start(code, ({ headers, body }) => {
        heard.push({ to: code, text: `${JSON.stringify(withoutPassport(headers))} ${body}` });
      });
      this.#undo.push(() => recorder.stop());
      recorder.target = url;
      endpoints.set(code, recorder.url);
    }
    const running = await startGateway({
      registry: registryOf(this.#registryText, endpoints),
      keys: await this.#keys,
      supergraphSdl: supergraph(),
      accessLog,
      port: 0,
      host: '127.0.0.1',
      logger: pino({ level: 'trace' }, { write: (text: string) => void heard.push({ to: 'log', text }) }),
      clock: () => this.#now,
      lock: gateway,
      subgraphLimits: patience,
      // Nations share its event loop here.
      capacity: { turn: Infinity },
    });
    this.#undo.push(() => running.stop());
    return {
      url: running.url,
      forget: async () => {
        heard.splice(0);
        await writeFile(accessLog, this.#logged);
      },
      departed: async () => {
        const entries = await readFile(accessLog, 'utf8');
        return [...heard, { to: 'log', text: entries.slice(this.#logged.length) }];
      },
    };
  }
}

/** The one thing that a nation is sent and nobody can read but by its signature. */
const withoutPassport = (headers: IncomingHttpHeaders): IncomingHttpHeaders => ({ ...headers, authorization: '' });

let composed: string | undefined;

function supergraph(): string {
  if (composed !== undefined) return composed;
  const result = compose(contractSdls());
  if ('problems' in result) throw new TypeError(JSON.stringify(result.problems));
  return (composed = result.supergraphSdl);
}

function registryOf(text: string, endpoints: ReadonlyMap<string, string>): Registry {
  const value = parse(text) as { readonly nations: Readonly<Record<string, { endpoint: string | null }>> };
  for (const [code, nation] of Object.entries(value.nations)) nation.endpoint = endpoints.get(code) ?? nation.endpoint;
  const read = readRegistry(yamlOf(value), '/etc/alliance');
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  return read.registry;
}

async function makeKeys({ parties }: Registry): Promise<GatewayKeys> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const kid = 'demo-leak';
  return {
    signing: { key: privateKey, kid },
    publicKeys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
    sealing: sealingKey,
    pseudonyms: new Map([...parties.keys()].map((code) => [code, pseudonymKey(code)])),
  };
}
