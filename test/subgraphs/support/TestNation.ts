import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { documentDigest } from '../../../schema/alliance/digest.ts';
import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import type { Clearance } from '../../../schema/label/clearance.ts';
import { carriedClearance } from '../../../schema/passport.ts';
import type { Level } from '../../../schema/label/level.ts';
import type { LabelledRecord } from '../../../subgraphs/runtime/LabelledRecord.ts';
import { startSubgraph } from '../../../subgraphs/runtime/startSubgraph.ts';
import type { RunningSubgraph, SubgraphOptions } from '../../../subgraphs/runtime/startSubgraph.ts';
import { registryNamed } from '../../support/registries.ts';
import type { TestDatabase } from './testDatabases.ts';

export const registry: AllianceDocument = registryNamed('six nations');
const signing = await generateKeyPair('EdDSA');
const gatewayKey: JWK = { ...(await exportJWK(signing.publicKey)), kid: 'gateway', alg: 'EdDSA' };
export const gatewayPrivateKey = signing.privateKey;

/** A Wednesday in the life of the alliance. */
export const noon = Date.parse('2025-06-04T12:00:00.000Z');

export interface Reply {
  readonly status: number;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      message: string;
      path?: readonly unknown[];
      extensions: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** Estonia's subgraph on a port of its own, asked over HTTP with passports signed by the gateway's key. */
export class TestNation {
  readonly running: RunningSubgraph;
  readonly #clock: () => number;
  readonly #log: string[];

  private constructor(running: RunningSubgraph, clock: () => number, log: string[]) {
    this.running = running;
    this.#clock = clock;
    this.#log = log;
  }

  static async start(
    database: TestDatabase,
    options: Partial<Pick<SubgraphOptions, 'lock' | 'release' | 'clock' | 'nation' | 'gatewayKeys'>> = {},
  ): Promise<TestNation> {
    const clock = options.clock ?? (() => noon);
    const lines: string[] = [];
    const log = (details: object, message: string) => {
      lines.push(`${message} ${JSON.stringify(details)}`);
    };
    const running = await startSubgraph({
      nation: 'EST',
      registry,
      gatewayKeys: { keys: [gatewayKey] },
      port: 0,
      ...options,
      database: database.source,
      clock,
      log: { info: log, warn: log, error: log },
    });
    return new TestNation(running, clock, lines);
  }

  /** What the nation told its own people. */
  get log(): readonly string[] {
    return this.#log;
  }

  async put(...records: readonly LabelledRecord<string, string>[]): Promise<void> {
    await this.running.records.put(records.map((record) => ({ record })));
  }

  /** The data that this reader gets; an answer that is not whole fails the test. */
  async ask(reader: Clearance, query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
    const { status, body } = await this.post(await passport(reader, this.#clock()), { query, variables });
    if (status !== 200 || body.errors) throw new Error(`${status} ${JSON.stringify(body)} ${this.#log.at(-1)}`);
    return body.data;
  }

  async post(token: string | null, body: unknown): Promise<Reply> {
    const response = await fetch(this.running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Reply['body'] };
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }
}

export interface PassportChanges {
  readonly claims?: JWTPayload;
  readonly typ?: string;
  readonly key?: CryptoKey;
  readonly alg?: string;
}

/** As the gateway issues it, but for the changes. */
export async function passport(reader: Clearance, now: number, changes: PassportChanges = {}): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({
    iss: 'http://127.0.0.1:4000',
    aud: 'EST',
    iat: issuedAt,
    exp: issuedAt + 60,
    registry: documentDigest(registry),
    clearance: carriedClearance(reader),
    ...changes.claims,
  })
    .setProtectedHeader({ alg: changes.alg ?? 'EdDSA', typ: changes.typ ?? 'passport+jwt', kid: 'gateway' })
    .sign(changes.key ?? gatewayPrivateKey);
}

/** A reader of one nation, cleared alike in every domain. */
export const reader = (nation: string, level: Level, more: Partial<Clearance> = {}): Clearance => ({
  nation,
  nationality: nation,
  pseudonym: 'somebody',
  levels: {
    INCIDENTS: level,
    INDICATORS: level,
    CAPABILITIES: level,
    EXERCISES: level,
    LESSONS: level,
    CENTRAL: level,
  },
  lower: {},
  categories: [],
  roles: [],
  aal: 3,
  ...more,
});
