import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import type { AllianceDocument } from '../schema/alliance/AllianceDocument.ts';
import { parseAllianceDocument } from '../schema/alliance/parseAllianceDocument.ts';
import { isLevel, levels } from '../schema/label/level.ts';
import { demoFolder } from './demo/registry/demoFolder.ts';
import { UsageError } from './errors.ts';
import type { SubgraphOptions } from './runtime/startSubgraph.ts';

export const usage = `npm run subgraph -- --nation CODE --database URL|file:DIR --port N
  --nation CODE            the nation whose subgraph this is, e.g. EST
  --database URL|file:DIR  postgres://..., tables are made in a schema of the nation's own; or a folder for an embedded
                           database, made if it is not there, for this process alone, e.g. file:.data/est
  --port N                 where to listen; 0 = any free port
  --host HOST              default 127.0.0.1
  --release LEVEL          the highest level that leaves through the gateway: ${levels.join(', ')} (default CTS)
  --registry FILE          what the nation is told of the alliance (default DIR/nations/CODE/registry.json)
  --gateway-keys FILE|URL  the gateway's public keys, a JWKS (default DIR/keys/gateway.jwks.json)
  --operator-key FILE      key of the nation's operator, who may import (default DIR/nations/CODE/operator.jwk if there)
  --data DIR               where the defaults lie (default .data)
SIGHUP reads --registry anew; what is wrong in it is in the log, and the old one stays`;

const flags = {
  nation: { type: 'string' },
  database: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  release: { type: 'string', default: 'CTS' },
  registry: { type: 'string' },
  'gateway-keys': { type: 'string' },
  'operator-key': { type: 'string' },
  data: { type: 'string', default: '.data' },
} as const;

type CommandLineOptions = Pick<
  SubgraphOptions,
  'nation' | 'database' | 'port' | 'host' | 'release' | 'registry' | 'gatewayKeys' | 'operatorKey'
>;

/** What the command line asks for, its files read. Throws UsageError, which says what to change. */
export function readOptions(args: readonly string[]): CommandLineOptions {
  const values = parseFlags(args);
  const nation = required('nation', values.nation);
  const folder = demoFolder(values.data);
  const registry = readRegistry(values.registry ?? folder.nationRegistry(nation));
  if (!registry.nations.some(({ code }) => code === nation)) {
    throw new UsageError(`\`${nation}\` is not a nation of the registry: check --nation and --registry`);
  }
  const operatorFile = values['operator-key'] ?? folder.operatorKey(nation);
  const hasOperator = values['operator-key'] !== undefined || existsSync(operatorFile);
  return {
    nation,
    database: databaseUrl(required('database', values.database)),
    port: portNumber(required('port', values.port)),
    host: values.host,
    release: levelNamed(values.release),
    registry,
    gatewayKeys: gatewayKeys(values['gateway-keys'] ?? folder.gatewayPublicKeys),
    ...(hasOperator ? { operatorKey: publicKey(operatorFile) } : {}),
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'flags that cannot be read');
  }
}

function required(flag: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${flag} is missing`);
  return value;
}

function databaseUrl(text: string): string {
  if (text.startsWith('file:')) return databaseFolder(text);
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(
    '--database must be a URL such as `postgres://user@localhost:5432/estonia` or a folder such as `file:.data/est`',
  );
}

/** `file:///DIR` is how a URL says `file:/DIR`. */
function databaseFolder(text: string): string {
  const folder = text
    .slice('file:'.length)
    .replace(/^\/\/(?=\/)/, '')
    .replace(/(?<=.)\/+$/, '');
  if (folder === '' || folder.startsWith('//')) {
    throw new UsageError('--database `file:` must name a folder, such as `file:.data/est` or `file:/var/lib/est`');
  }
  if (existsSync(folder) && !existsSync(join(folder, 'PG_VERSION'))) {
    throw new UsageError(
      `--database \`${folder}\` is there and holds no database: name a folder that is still to be made`,
    );
  }
  return `file:${folder}`;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be 0 to 65535, not \`${text}\``);
}

function levelNamed(text: string) {
  if (isLevel(text)) return text;
  throw new UsageError(`--release must be one of ${levels.join(', ')}, not \`${text}\``);
}

function readRegistry(file: string): AllianceDocument {
  const document = parseAllianceDocument(readJson('registry', file));
  if ('problems' in document) throw new UsageError(`--registry \`${file}\`: ${document.problems.join('; ')}`);
  return document;
}

const key = z.looseObject({ kty: z.literal('OKP'), crv: z.string(), x: z.string(), kid: z.string().optional() });
const keySet = z.object({ keys: z.array(key).min(1) });

function gatewayKeys(where: string): JSONWebKeySet | URL {
  if (/^https?:/.test(where)) {
    if (URL.canParse(where)) return new URL(where);
    throw new UsageError(`--gateway-keys: \`${where}\` is not a URL`);
  }
  const parsed = keySet.safeParse(readJson('gateway-keys', where));
  if (!parsed.success) throw new UsageError(`--gateway-keys \`${where}\` is not a JWKS with OKP keys`);
  return { keys: parsed.data.keys.map(publicHalf) };
}

function publicKey(file: string): JWK {
  const parsed = key.safeParse(readJson('operator-key', file));
  if (!parsed.success) throw new UsageError(`--operator-key \`${file}\` is not an OKP key (JWK)`);
  return publicHalf(parsed.data);
}

/** A private key serves too, but its private part goes no further. */
const publicHalf = ({ kty, crv, x, kid }: z.infer<typeof key>) => ({
  kty,
  crv,
  x,
  alg: 'EdDSA',
  ...(kid === undefined ? {} : { kid }),
});

function readJson(flag: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'cannot be read';
    throw new UsageError(`--${flag} \`${file}\`: ${reason}`);
  }
}
