import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../subgraphs/errors.ts';
import { readOptions } from '../../subgraphs/readOptions.ts';
import { registry } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';

const folder = mkdtempSync(join(tmpdir(), 'subgraph-'));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: 'k', d: 'secret' };
const registryFile = file('registry.json', registry);
const keysFile = file('keys.json', { keys: [key] });
const flags = (changes: Readonly<Record<string, string | null>> = {}): string[] =>
  Object.entries({
    nation: 'EST',
    database: 'postgres://localhost/est',
    port: '4100',
    registry: registryFile,
    'gateway-keys': keysFile,
    data: folder,
    ...changes,
  }).flatMap(([flag, value]) => (value === null ? [] : [`--${flag}`, value]));

afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line of a subgraph', () => {
  it('an operator gets what they ask for, and no private key is kept', () => {
    const options = readOptions(flags({ release: 'NS', 'operator-key': file('operator.jwk', key) }));
    expect(options).toMatchObject({ nation: 'EST', port: 4100, host: '127.0.0.1', release: 'NS' });
    expect(options.operatorKey).toEqual({ kty: 'OKP', crv: 'Ed25519', x: key.x, alg: 'EdDSA', kid: 'k' });
    expect(JSON.stringify(options)).not.toContain('secret');
    expect(readOptions(flags({ 'gateway-keys': 'https://gateway.example/jwks' })).gatewayKeys).toBeInstanceOf(URL);
    expect(readOptions(flags())).not.toHaveProperty('operatorKey');
    expect(readOptions(flags({ database: 'file:.data/est/' })).database).toBe('file:.data/est');
    expect(readOptions(flags({ database: 'file:///var/lib/est' })).database).toBe('file:/var/lib/est');
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string | null>>, string])[] = [
    ['no nation', { nation: null }, '--nation is missing'],
    ['a nation outside the registry', { nation: 'ATL' }, '`ATL` is not a nation of the registry'],
    ['no database', { database: null }, '--database is missing'],
    ['another kind of database', { database: 'mysql://localhost' }, '--database must be a URL such as `postgres://'],
    [
      'a folder without a name',
      { database: 'file:' },
      '--database `file:` must name a folder, such as `file:.data/est`',
    ],
    ['a folder of something else', { database: `file:${folder}` }, 'is there and holds no database'],
    ['a port that is none', { port: '70000' }, '--port must be 0 to 65535, not `70000`'],
    ['an unknown level', { release: 'TOP' }, '--release must be one of NU, NR, NC, NS, CTS, not `TOP`'],
    ['a registry that is not there', { registry: join(folder, 'none') }, '--registry `'],
    ['a registry that is none', { registry: file('no.json', '{') }, '--registry `'],
    ['keys that are none', { 'gateway-keys': file('none.json', {}) }, 'is not a JWKS'],
    ['an operator key that is not there', { 'operator-key': join(folder, 'none') }, '--operator-key `'],
    ['an unknown flag', { colour: 'red' }, '--colour'],
  ];
  it.each(wrong)('%s is a clear error', (_name, changes, message) => {
    expect(() => readOptions(flags(changes))).toThrow(UsageError);
    expect(() => readOptions(flags(changes))).toThrow(message);
  });
});

async function run(args: readonly string[]) {
  const child = spawn(process.execPath, ['subgraphs/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => output.push(text.toString()));
  return { child, output, ended: once(child, 'exit') };
}

/** An embedded database takes seconds to make, and a machine that is busy is no failure. */
const unhurried = { timeout: 400_000 };

describe('a subgraph by itself', () => {
  it('wrong flags end it with the usage and exit code 2', async () => {
    const { output, ended } = await run(['--nation', 'EST', '--data', folder]);
    expect((await ended)[0]).toBe(2);
    expect(output.join('')).toContain('npm run subgraph -- --nation CODE');
  });

  it('a database that is down ends it with a message and exit code 1', async () => {
    const { output, ended } = await run(flags({ database: 'postgres://127.0.0.1:1/none' }));
    expect((await ended)[0]).toBe(1);
    expect(output.join('')).toMatch(/^.*ECONNREFUSED.*\n$/);
  });

  it('in a folder it starts again after kill -9, but not beside itself', unhurried, async () => {
    const database = `file:${join(folder, 'stores', 'est')}`;
    const first = await run(flags({ database, port: '0' }));
    await expect.poll(() => first.output.join(''), { timeout: 200_000 }).toContain('subgraph listening');
    const beside = await run(flags({ database, port: '0' }));
    expect((await beside.ended)[0]).toBe(1);
    expect(beside.output.join('')).toContain(`is open in process ${first.child.pid}: stop that first`);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await run(flags({ database, port: '0' }));
    await expect.poll(() => second.output.join(''), { timeout: 200_000 }).toContain('subgraph listening');
    second.child.kill('SIGTERM');
    expect((await second.ended)[0]).toBe(0);
  });

  it('a folder that was half made when its process was killed is made anew', unhurried, async () => {
    const database = join(folder, 'stores', 'half');
    mkdirSync(`${database}.new`, { recursive: true });
    writeFileSync(join(`${database}.new`, 'PG_VERSION'), '18');
    writeFileSync(`${database}.lock`, '4194999');
    const { child, output, ended } = await run(flags({ database: `file:${database}`, port: '0' }));
    await expect.poll(() => output.join(''), { timeout: 200_000 }).toContain('subgraph listening');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  const postgres = testDatabases[1];
  it.skipIf(postgres.skip)('on PostgreSQL it migrates, answers and ends cleanly on SIGTERM', async () => {
    const database = await postgres.open();
    const { child, output, ended } = await run(flags({ database: database.source, port: '0' }));
    await expect.poll(() => output.join(''), { timeout: 30_000 }).toContain('subgraph listening');
    const { url } = JSON.parse(output.join('')) as { url: string };
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ nation: 'EST', status: 'ok' });
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await database.close();
  });
});
