import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { SignJWT, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importAnswer } from '../../../subgraphs/adapters/importMessages.ts';
import { signOperatorToken } from '../../../subgraphs/adapters/operatorToken.ts';
import { startSubgraph } from '../../../subgraphs/runtime/startSubgraph.ts';
import type { RunningSubgraph } from '../../../subgraphs/runtime/startSubgraph.ts';
import { registryNamed } from '../../support/registries.ts';
import { skipReason, verisFolder } from './veris/originals.ts';

const command = fileURLToPath(new URL('../../../subgraphs/adapters/import.ts', import.meta.url));
const silent = { info: () => {}, warn: () => {}, error: () => {} };

let data: string;
let database: PGlite;
let subgraph: RunningSubgraph;
let operatorKey: JWK;
/** How far the nation's clock is ahead, milliseconds. */
let ahead = 0;
const clock = (): number => Date.now() + ahead;

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return exportJWK(privateKey);
}

const write = (path: string, content: string | Uint8Array): string => {
  const file = join(data, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'import-'));
  operatorKey = await newKey();
  write('nations/GBR/operator.jwk', JSON.stringify(operatorKey));
  database = await PGlite.create();
  subgraph = await startSubgraph({
    nation: 'GBR',
    database,
    registry: registryNamed('six nations'),
    gatewayKeys: { keys: [] },
    clock,
    port: 0,
    log: silent,
    operatorKey,
  });
  write('demo.json', JSON.stringify({ url: 'http://127.0.0.1:1', nations: { GBR: { url: subgraph.url } } }));
});

afterAll(async () => {
  await subgraph.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

beforeEach(async () => {
  ahead = 0;
  await database.exec(
    'truncate nation_gbr.records, nation_gbr.record_references, nation_gbr.origins, nation_gbr.outbox cascade',
  );
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

const importing = (...args: string[]) => run('--nation', 'GBR', '--format', 'veris', '--data', data, ...args);

async function importJson(...args: string[]) {
  const { code, stdout, stderr } = await importing('--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return { code, summary: JSON.parse(stdout) as Record<string, unknown> };
}

async function stored() {
  const sql =
    'select r.id, r.body, l.text as label from nation_gbr.records r join nation_gbr.labels l on l.id = r.label_id order by r.id';
  return (await database.query<{ id: string; body: Record<string, unknown>; label: string }>(sql)).rows;
}

const veris = (id: string, more: object = {}): string =>
  JSON.stringify({
    incident_id: id,
    action: { hacking: {} },
    victim: { country: ['GB'] },
    plus: { modified: '2014-05-10T00:58:18Z' },
    ...more,
  });

describe('an import over HTTP', () => {
  it.skipIf(skipReason !== null)(
    `takes every real record of a nation, and nothing more the second time${skipReason ? ` (${skipReason})` : ''}`,
    async () => {
      const file = join(verisFolder, 'GB.jsonl');
      const counts = { read: 445, rejected: 0, updated: 0, stopped: null };
      expect(await importJson('--label', 'NR REL TO NATO', file)).toMatchObject({
        code: 0,
        summary: { ...counts, imported: 445, unchanged: 0 },
      });
      const first = await stored();
      expect(await importJson('--label', 'NR REL TO NATO', file)).toMatchObject({
        code: 0,
        summary: { ...counts, imported: 0, unchanged: 445 },
      });
      expect(await stored()).toEqual(first);
      expect(first).toHaveLength(445);
      expect(new Set(first.map(({ label }) => label.replace(/\d{4}-\d\d-\d\d/, 'DAY')))).toEqual(
        new Set(['NR REL TO GBR,NATO ORIGINATOR GBR CREATED DAY']),
      );
    },
  );

  it('keeps two records that share an `incident_id` apart, over any number of runs', async () => {
    const file = write(
      'pair.jsonl',
      `${veris('A', { plus: { master_id: 'B' } })}\n${veris('A', { plus: { master_id: 'A' } })}\n`,
    );
    await importing(file);
    expect(await importJson(file)).toMatchObject({ code: 0, summary: { read: 2, unchanged: 2 } });
    expect(await stored()).toHaveLength(2);
  });

  it('changes a record whose original has changed, under the id that it has', async () => {
    await importing(write('one.jsonl', veris('A')));
    const [before] = await stored();
    expect(await importJson(write('one.jsonl', veris('A', { summary: 'More.' })))).toMatchObject({
      summary: { updated: 1 },
    });
    const [after, ...others] = await stored();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: before?.id, body: { description: 'More.' } });
  });

  it('leaves a record unlabelled without `--label`, labels it later, and then never again', async () => {
    const file = write('one.jsonl', veris('A'));
    const labels: (string | undefined)[] = [];
    for (const flags of [[], ['--label', 'NS REL TO GBR'], ['--label', 'NU REL TO NATO'], []]) {
      await importing(...flags, file);
      labels.push((await stored())[0]?.label.split(' ORIGINATOR')[0]);
    }
    expect(labels).toEqual(['UNLABELLED', 'NS REL TO GBR', 'NS REL TO GBR', 'NS REL TO GBR']);
  });

  it('takes the good lines, and names every other with its reason', async () => {
    const file = write(
      'mixed.jsonl',
      [
        '\uFEFF' + veris('A'),
        '{"broken":',
        '{"incident_id":"B"}',
        veris('A', { summary: 'Other.' }),
        veris('A'),
        '',
      ].join('\r\n'),
    );
    const { code, summary } = await importJson(file);
    expect(code).toBe(1);
    expect(summary).toMatchObject({ read: 5, imported: 1, unchanged: 1, rejected: 3 });
    expect(summary['rejections']).toEqual([
      { file, line: 2, reason: expect.stringMatching(/^not JSON: /) as string },
      { file, line: 3, reason: 'not a VERIS incident: `action` or `victim` is missing' },
      { file, line: 4, reason: `another original at ${file}:1 bears the same id` },
    ]);
  });

  it('of an empty file is no failure', async () => {
    const { code, stdout, stderr } = await importing(write('LU.jsonl', ''));
    expect([code, stdout, stderr]).toEqual([
      0,
      'read 0, imported 0, updated 0, unchanged 0, rejected 0\n',
      'LU.jsonl: empty\n',
    ]);
  });

  it('derives techniques by a mapping, when one is named', async () => {
    const mapping = write(
      'mapping.csv',
      'capability_id,attack_object_id,attack_object_name\naction.hacking.variety.SQLi,T1190,Exploit Public-Facing Application\n',
    );
    await importing(
      '--attack-mapping',
      mapping,
      write('one.jsonl', veris('A', { action: { hacking: { variety: ['SQLi'] } } })),
    );
    expect((await stored())[0]?.body).toMatchObject({
      techniques: [{ id: 'T1190', name: 'Exploit Public-Facing Application' }],
    });
  });

  it('says what to do when the subgraph is down', async () => {
    const { code, stdout } = await importing('--url', 'http://127.0.0.1:1', write('one.jsonl', veris('A')));
    expect(code).toBe(1);
    expect(stdout).toContain(
      'the subgraph of GBR at http://127.0.0.1:1 does not answer: start it and run the same command again',
    );
  });

  it('is refused to another operator', async () => {
    const key = write('other.jwk', JSON.stringify(await newKey()));
    const { code, stdout } = await importing('--key', key, write('one.jsonl', veris('A')));
    expect(code).toBe(1);
    expect(stdout).toContain('does not know this operator');
    expect(await stored()).toEqual([]);
  });
});

describe('a command that cannot be run', () => {
  const wrong: [string, string[], string][] = [
    ['without a nation', ['--format', 'veris', 'x'], '`--nation` is missing'],
    [
      'for an unknown nation',
      ['--nation', 'POL', '--format', 'veris', 'package.json'],
      '`--nation POL` is not in the demo',
    ],
    ['in an unknown format', ['--nation', 'GBR', '--format', 'csv', 'x'], '`--format csv` is not known: one of veris'],
    ['with an unknown flag', ['--nation', 'GBR', '--formats', 'veris', 'x'], "Unknown option '--formats'"],
    ['without a file', ['--nation', 'GBR', '--format', 'veris'], 'no file is named'],
    [
      'with a file that is not there',
      ['--nation', 'GBR', '--format', 'veris', 'nowhere.jsonl'],
      'cannot read `nowhere.jsonl`: there is no such file',
    ],
    ['with a folder', ['--nation', 'GBR', '--format', 'veris', '.'], 'cannot read `.`: it is a folder'],
    [
      'with a label that is none',
      ['--nation', 'GBR', '--format', 'veris', '--label', 'SECRET', 'x'],
      '`--label SECRET` is no label',
    ],
    [
      'for a subgraph without address',
      ['--nation', 'GBR', '--format', 'veris', '--url', 'here', 'x'],
      '`--url here` is no http address',
    ],
  ];

  it.each(wrong)('%s exits with 2 and says why', async (_, args, message) => {
    const { code, stdout, stderr } = await run('--data', data, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('without a running demo says how to begin one', async () => {
    const { code, stderr } = await run(
      '--nation',
      'GBR',
      '--format',
      'veris',
      '--data',
      join(data, 'none'),
      'package.json',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('begin one with `npm start`');
  });
});

describe('the import route', () => {
  const post = (token: string, body: unknown) =>
    fetch(new URL('/operator/import', subgraph.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const batch = { format: 'veris', label: null, records: [{ file: 'x', line: 1, text: veris('A') }] };

  it('takes a batch from the operator', async () => {
    const response = await post(await signOperatorToken('GBR', operatorKey, clock()), batch);
    expect(importAnswer.parse(await response.json()).results).toMatchObject([
      { outcome: 'imported', file: 'x', line: 1 },
    ]);
  });

  it('changes nothing on another day, when a label would bear another date', async () => {
    const outcomes: unknown[] = [];
    for (const day of [0, 1]) {
      ahead = day * 86_400_000;
      const response = await post(await signOperatorToken('GBR', operatorKey, clock()), {
        ...batch,
        label: 'NR REL TO NATO',
      });
      outcomes.push(importAnswer.parse(await response.json()).results[0]?.outcome);
    }
    expect(outcomes).toEqual(['imported', 'unchanged']);
  });

  it('refuses tokens of other times, nations, types and lives', async () => {
    const key = await importJWK(operatorKey, 'EdDSA');
    const seconds = Math.floor(clock() / 1000);
    const token = (nation: string, typ: string, life: number) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'EdDSA', typ })
        .setIssuer(`operator:${nation}`)
        .setAudience(`operator:${nation}`)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + life)
        .sign(key);
    const tokens = [
      '',
      'none',
      await signOperatorToken('GBR', operatorKey, clock() - 66_000),
      await signOperatorToken('GBR', operatorKey, clock() + 120_000),
      await signOperatorToken('POL', operatorKey, clock()),
      await token('GBR', 'JWT', 60),
      await token('GBR', 'passport+jwt', 60),
      await token('GBR', 'operator+jwt', 3600),
    ];
    for (const each of tokens) expect((await post(each, batch)).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['no batch', {}],
    ['an unknown format', { ...batch, format: 'constructor' }],
    ['a label that is none', { ...batch, label: 'NR REL TO ALL' }],
    ['no records', { ...batch, records: [] }],
    ['too many records', { ...batch, records: Array.from({ length: 201 }, () => batch.records[0]) }],
  ])('answers 400 to %s', async (_, body) => {
    const response = await post(await signOperatorToken('GBR', operatorKey, clock()), body);
    expect(response.status).toBe(400);
    expect(await stored()).toEqual([]);
  });
});
