import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKeys } from '../../../gateway/config/readKeys.ts';
import { readRegistry } from '../../../gateway/config/readRegistry.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { demoFolder } from '../../../subgraphs/demo/registry/demoFolder.ts';
import { writeDemoRegistry } from '../../../subgraphs/demo/registry/writeDemoRegistry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alliance-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = () =>
  writeDemoRegistry(folder, {
    nations: ['EST'],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl: 'http://127.0.0.1:4001',
    endpoint: () => 'http://127.0.0.1:4109/graphql',
  });

async function registry(): Promise<Registry> {
  const { file } = await write();
  const read = readRegistry(readFileSync(file, 'utf8'), folder);
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  return read.registry;
}

const problemsOf = async (of: Parameters<typeof readKeys>[0]) => {
  const read = await readKeys(of);
  return 'problems' in read ? read.problems : [];
};

it('reads the keys that the demo has made, and publishes no private half', async () => {
  const read = await readKeys(await registry());
  if ('problems' in read) throw new TypeError(read.problems.join());
  expect(read.keys.sealing).toHaveLength(64);
  expect(read.keys.pseudonyms.size).toBe(36);
  expect(Object.keys(read.keys.publicKeys.keys[0] ?? {})).not.toContain('d');
  expect(JSON.parse(readFileSync(demoFolder(folder).gatewayPublicKeys, 'utf8'))).toEqual(read.keys.publicKeys);
});

it('keeps every key over a restart, readable by its owner alone', async () => {
  await write();
  const files = demoFolder(folder);
  const secrets = [
    files.gatewayKey,
    files.cursorKey,
    files.pseudonymKeys,
    files.identityKey('EST'),
    files.operatorKey('EST'),
  ];
  const before = secrets.map((file) => readFileSync(file, 'utf8'));
  await write();
  expect(secrets.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  for (const file of secrets) expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('reports every key that is missing or broken, and quotes none', async () => {
  const of = await registry();
  const files = demoFolder(folder);
  rmSync(files.gatewayKey);
  writeFileSync(files.cursorKey, 'c2hvcnQ');
  writeFileSync(files.pseudonymKeys, '{"EST": "secret-but-broken');
  const problems = await problemsOf(of);
  expect(problems).toEqual([
    `gateway.signingKey: \`${files.gatewayKey}\` does not exist: make the key, or correct the path`,
    `gateway.cursorKey: \`${files.cursorKey}\` does not hold 64 bytes in base64url`,
    `gateway.pseudonymKeys: \`${files.pseudonymKeys}\` is not a key file (unreadable)`,
  ]);
});

it('refuses a pseudonym file that leaves out a nation', async () => {
  const of = await registry();
  writeFileSync(demoFolder(folder).pseudonymKeys, '{}');
  expect(await problemsOf(of)).toEqual([expect.stringContaining('has no key for `ALB`, `BEL`')]);
});

it('refuses a signing key of the demo anywhere else', async () => {
  const of = await registry();
  expect(await problemsOf({ ...of, demo: false })).toEqual([expect.stringContaining('is a key of the demo')]);
});
