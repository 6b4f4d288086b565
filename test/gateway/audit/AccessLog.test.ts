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

async function idsIn(accesses: AsyncIterable<LoggedAccess>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { requestId } of accesses) ids.push(requestId);
  return ids;
}

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
  const read: number[] = [];
  for await (const { at } of log.newestFirst()) read.push(at);
  expect(read).toEqual([9, 9, 5, 5]);
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
