import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseDocument } from 'yaml';
import { readKeys } from '../../gateway/config/readKeys.ts';
import { readRegistry } from '../../gateway/config/readRegistry.ts';
import { readSupergraph } from '../../gateway/config/readSupergraph.ts';
import { startGateway, type GatewayOptions } from '../../gateway/server.ts';
import { startIdentityProviders } from '../../subgraphs/demo/identity/startIdentityProviders.ts';
import { writeDemoRegistry } from '../../subgraphs/demo/registry/writeDemoRegistry.ts';

/**
 * The gateway as `npm run gateway` starts it, with the demo's registry and identity providers. No nation is up.
 * `subgraphs`: the central subgraphs of organisations, by their codes.
 */
export async function startWholeGateway(
  options: Partial<GatewayOptions> = {},
  subgraphs: Readonly<Record<string, { readonly endpoint: string; readonly sdl: string }>> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const identity = await startIdentityProviders({ dataDir: folder, port: 0 });
  const { file } = await writeDemoRegistry(folder, {
    nations: ['EST', 'LVA'],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl: identity.url,
    endpoint: (code) => `http://127.0.0.1:9/${code}`,
  });
  const written = parseDocument(await readFile(file, 'utf8'));
  for (const [code, { endpoint, sdl }] of Object.entries(subgraphs)) {
    await writeFile(join(folder, `${code}.graphql`), sdl);
    const subgraph = { endpoint, schema: `${code}.graphql` };
    written.setIn(['organisations', code], written.createNode({ name: code, ceiling: 'NU', subgraph }));
  }
  const read = readRegistry(String(written), folder);
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  const keys = await readKeys(read.registry);
  const supergraph = await readSupergraph(read.registry);
  if ('problems' in keys) throw new TypeError(keys.problems.join('\n'));
  if ('problems' in supergraph) throw new TypeError(JSON.stringify(supergraph.problems));
  const accessLog = join(folder, 'access.jsonl');
  const gateway = await startGateway({
    registry: read.registry,
    keys: keys.keys,
    supergraphSdl: supergraph.supergraphSdl,
    accessLog,
    port: 0,
    host: '127.0.0.1',
    logger: pino({ level: 'silent' }),
    clock: () => Date.now(),
    ...options,
  });
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await identity.stop();
    await rm(folder, { recursive: true, force: true });
  };

  const token = async (claims: object): Promise<string> => {
    const response = await fetch(`${identity.url}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claims),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const ask = async (claims: object, query: string, variables: object = {}) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(claims)}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  return { gateway, accessLog, ask, stop };
}
