import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AccessEntry, LoggedAccess } from '../../../gateway/audit/AccessEntry.ts';
import { openAccessLog } from '../../../gateway/audit/AccessLog.ts';
import { release } from '../../../gateway/audit/release.ts';

const entry = (requestId: string): AccessEntry => ({
  requestId,
  readerNation: 'EST',
  operationHash: 'a'.repeat(64),
  outcome: 'PERMIT',
  policyVersion: 'p',
  owners: {
    LVA: {
      pseudonym: 'someone',
      records: { 'NR REL TO NATO ORIGINATOR LVA CREATED 2026-01-01': [`LVA:i:${requestId.padStart(26, '0')}`] },
    },
  },
});

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'access-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'access.jsonl');
}

async function openLog(path: string, clock: () => number = () => 1) {
  const log = await openAccessLog(path, clock);
  onTestFinished(() => log.stop());
  return log;
}

async function allOf(accesses: AsyncIterable<LoggedAccess>): Promise<LoggedAccess[]> {
  const all: LoggedAccess[] = [];
  for await (const access of accesses) all.push(access);
  return all;
}

const idsIn = async (accesses: AsyncIterable<LoggedAccess>): Promise<string[]> =>
  (await allOf(accesses)).map(({ requestId }) => requestId);

const numbers = Array.from({ length: 500 }, (_, n) => String(n));

it('an entry is on the disk once it is recorded', async () => {
  const path = await logFile();
  const log = await openLog(path, () => 1234);
  await log.record(entry('1'));
  expect(JSON.parse((await readFile(path, 'utf8')).trim())).toEqual({ at: 1234, ...entry('1') });
});

it('entries recorded at once are all kept, in their order, and read newest first', async () => {
  const log = await openLog(await logFile());
  await Promise.all(numbers.map((id) => log.record(entry(id))));
  expect(await idsIn(log.newestFirst())).toEqual(numbers.toReversed());
});

it('what an earlier process wrote is read on, and a line that it tore is left out', async () => {
  const path = await logFile();
  const first = await openAccessLog(path, () => 1);
  await first.record(entry('1'));
  await first.stop();
  await appendFile(path, '{"at":1,"requestId":"to');
  const log = await openLog(path);
  await log.record(entry('2'));
  expect(await idsIn(log.newestFirst())).toEqual(['2', '1']);
});

it('times never run backwards in the log, whatever the clock does', async () => {
  const times = [5, 3, 9, 1];
  const log = await openLog(await logFile(), () => times.shift() ?? 0);
  for (const id of ['a', 'b', 'c', 'd']) await log.record(entry(id));
  const read = (await allOf(log.newestFirst())).map(({ at }) => at);
  expect(read).toEqual([9, 9, 5, 5]);
});

it('several processes that write at once keep all of their entries, and the largest of them whole', async () => {
  const path = await logFile();
  // Now and then an entry larger than what Node cuts a file into when it writes one.
  const worker = `
    import { openAccessLog } from ${JSON.stringify(new URL('../../../gateway/audit/AccessLog.ts', import.meta.url).href)};
    const [path, name, text] = process.argv.slice(1);
    const log = await openAccessLog(path, Date.now);
    const ids = Array.from({ length: 40_000 }, (_, n) => 'LVA:i:' + String(n).padStart(26, '0'));
    const all = [];
    for (let n = 0; n < 200; n++) {
      const entry = { ...JSON.parse(text), requestId: name + n };
      if (n % 50 === 0) entry.owners.LVA.records.label = ids;
      all.push(log.record(entry));
      if (n % 7 === 0) await all.at(-1);
    }
    await Promise.all(all);
    await log.stop();`;
  const names = ['a', 'b', 'c'];
  const ended = await Promise.all(
    names.map(async (name) => {
      const args = ['--input-type=module', '--eval', worker, path, name, JSON.stringify(entry(''))];
      const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number];
      return code;
    }),
  );
  expect(ended).toEqual([0, 0, 0]);
  const read = await allOf((await openLog(path)).newestFirst());
  expect(read.map(({ requestId }) => requestId).toSorted()).toEqual(
    names.flatMap((name) => numbers.slice(0, 200).map((n) => name + n)).toSorted(),
  );
  expect(read.map(({ at }) => at)).toEqual(read.map(({ at }) => at).toSorted((a, b) => b - a));
});

it('a line that another process tore takes none of ours with it', async () => {
  const path = await logFile();
  const log = await openLog(path);
  await log.record(entry('1'));
  await appendFile(path, '{"at":1,"requestId":"to');
  await log.record(entry('2'));
  expect(await idsIn(log.newestFirst())).toEqual(['2', '1']);
});

it('what one process was slower to write than another is read in the order of its time', async () => {
  const path = await logFile();
  const times = [1_000, 4_000, 3_000, 6_000, 5_999, 9_000, 4_100, 20_000, 19_999, 16_000];
  for (const at of times) await appendFile(path, `${JSON.stringify({ at, ...entry(String(at)) })}\n`);
  expect(await idsIn((await openLog(path)).newestFirst())).toEqual(times.toSorted((a, b) => b - a).map(String));
});

it('an answer is handed on once it is logged', async () => {
  const log = await openLog(await logFile());
  const answer = { data: { record: 1 } };
  expect(await release(answer, entry('1'), log)).toBe(answer);
  expect(await idsIn(log.newestFirst())).toEqual(['1']);
});

it('a full disk releases nothing, and the log recovers when there is room', async () => {
  const path = await logFile();
  await symlink('/dev/full', path);
  const log = await openLog(path);
  const answer = await release({ data: { record: 1 } }, entry('1'), log);
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'AUDIT_UNAVAILABLE', http: { status: 503 } },
  ]);
  expect(log.healthy()).toBe(false);

  await rm(path);
  await log.record(entry('2'));
  expect(log.healthy()).toBe(true);
  expect(await idsIn(log.newestFirst())).toEqual(['2']);
});
