import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationCodes } from '../../subgraphs/adapters/veris/nationCodes.ts';
import { Command, run } from '../subgraphs/demo/Command.ts';
import { skipReason, verisFiles, verisFolder } from '../subgraphs/adapters/veris/originals.ts';
import { postGraphql, type Answer } from '../support/alliance/postGraphql.ts';

const port = 10_000 + (process.pid % 40) * 200;
const url = `http://127.0.0.1:${port}`;
const everyRecord = 2431;

interface Place {
  readonly key: string;
  readonly nation: string;
  readonly id: string;
}

interface Page {
  readonly rows: readonly (Place & { readonly cursor: string })[];
  readonly next: string | null;
  readonly unavailable: readonly string[];
}

interface IncidentsData {
  readonly incidents: {
    readonly edges: readonly {
      readonly cursor: string;
      readonly node: {
        readonly id: string;
        readonly severity: string | null;
        readonly owner: { readonly code: string };
      };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly coverage: { readonly complete: boolean; readonly unavailable: readonly string[] };
  };
}

const query = `query ($first: Int!, $after: String) {
  incidents(orderBy: SEVERITY_DESC, first: $first, after: $after) {
    edges { cursor node { id severity owner { code } } } pageInfo { hasNextPage endCursor }
    coverage { complete unavailable } } }`;

let folder: string;
let demo: Command;
let token: string;
let imported: Awaited<ReturnType<typeof importAll>>;

describe.skipIf(skipReason)(`every VERIS record in one list${skipReason === null ? '' : `: ${skipReason}`}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'veris-'));
    demo = new Command('subgraphs/demo/start.ts', ['--nations', 'all', '--empty', '--data', folder], {
      PORT: String(port),
    });
    await demo.line('ready');
    token = await tokenOf('ISL');
    imported = await importAll();
  }, 240_000);

  afterAll(async () => {
    demo?.signal('SIGINT');
    await demo?.ended;
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('gives a reader of any member each record once, in one order, in pages of 100 and of 7', async () => {
    expect(imported).toEqual({ ...nothing, read: everyRecord, imported: everyRecord });
    const byHundreds = await walk(100);
    expect(byHundreds).toHaveLength(everyRecord);
    expect(new Set(byHundreds.map(({ id }) => id)).size).toBe(everyRecord);
    expect(byHundreds).toEqual(byHundreds.toSorted(inOrder));
    const largestTie = Math.max(...[...Map.groupBy(byHundreds, ({ key }) => key).values()].map(({ length }) => length));
    expect(largestTie).toBeGreaterThan(everyRecord / 2);
    token = await tokenOf('TUR');
    expect(await walk(7)).toEqual(byHundreds);
  }, 240_000);

  it('gives a reader the first and the last 200 one by one as in large pages', async () => {
    const all = await walkWithCursors(100);
    const first = await walk(1, null, 200);
    expect(first).toEqual(all.slice(0, 200).map(place));
    const last = await walk(1, all.at(-201)?.cursor);
    expect(last).toEqual(all.slice(-200).map(place));
  }, 240_000);

  it('shows a reader no change when everything is imported once more', async () => {
    const before = await walk(100);
    expect(await importAll()).toEqual({ ...nothing, read: everyRecord, unchanged: everyRecord });
    expect(await walk(100)).toEqual(before);
  }, 180_000);

  it('loses a reader nothing of the others when a nation stops and starts between two pages', async () => {
    const all = await walkWithCursors(100);
    const up = await page(100, null);
    expect((await nation('stop', 'USA')).code).toBe(0);
    const down = await page(100, up.next);
    expect(down.unavailable).toEqual(['USA']);
    expect((await nation('start', 'USA')).code).toBe(0);
    const rest = await pagesFrom(100, down.next);
    const walked = [...up.rows, ...down.rows, ...rest.flatMap(({ rows }) => rows)].map(place);
    expect(new Set(walked.map(({ id }) => id)).size).toBe(walked.length);
    const others = all.map(place).filter(({ nation }) => nation !== 'USA');
    expect(walked.filter(({ nation }) => nation !== 'USA')).toEqual(others);
    // A nation that was missed once stays named to the end of the walk, though it answers again.
    expect(rest.every(({ unavailable }) => unavailable.join() === 'USA')).toBe(true);
    expect(rest.flatMap(({ rows }) => rows).some(({ nation }) => nation === 'USA')).toBe(true);
    expect(await walk(100)).toEqual(all.map(place));
  }, 120_000);

  it('gives a reader all rows of the others, and says who is missing, while a nation is stopped', async () => {
    const all = await walk(100);
    expect((await nation('stop', 'GBR')).code).toBe(0);
    const pages = await pagesFrom(100, null);
    expect((await nation('start', 'GBR')).code).toBe(0);
    expect(pages.every(({ unavailable }) => unavailable.join() === 'GBR')).toBe(true);
    expect(pages.flatMap(({ rows }) => rows.map(place))).toEqual(all.filter(({ nation }) => nation !== 'GBR'));
    expect(all.filter(({ nation }) => nation === 'GBR').length).toBeGreaterThan(400);
  }, 120_000);
});

const place = ({ key, nation, id }: Place): Place => ({ key, nation, id });

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What is rated severest first, what is not rated last; then by nation, then by id. */
const inOrder = (a: Place, b: Place): number =>
  compare(b.key, a.key) || compare(a.nation, b.nation) || compare(a.id, b.id);

async function page(first: number, after: string | null | undefined): Promise<Page> {
  const answer: Answer = await postGraphql(url, token, query, { first, after });
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  const { incidents } = answer.body.data as IncidentsData;
  const { edges, pageInfo, coverage } = incidents;
  expect(coverage.complete).toBe(coverage.unavailable.length === 0);
  return {
    rows: edges.map(({ cursor, node }) => ({
      cursor,
      key: node.severity ?? '',
      nation: node.owner.code,
      id: node.id,
    })),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    unavailable: coverage.unavailable,
  };
}

async function pagesFrom(first: number, after: string | null | undefined, most = Infinity): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next = after; pages.length === 0 || (next !== null && pages.length < most);) {
    const got = await page(first, next);
    expect(got.rows).toHaveLength(got.next === null ? got.rows.length : first);
    pages.push(got);
    next = got.next;
  }
  return pages;
}

const walkWithCursors = async (first: number) => (await pagesFrom(first, null)).flatMap(({ rows }) => rows);

async function walk(first: number, after: string | null | undefined = null, most = Infinity): Promise<Place[]> {
  const pages = await pagesFrom(first, after, most);
  expect(pages.flatMap(({ unavailable }) => unavailable)).toEqual([]);
  return pages.flatMap(({ rows }) => rows.map(place));
}

async function tokenOf(nation: string): Promise<string> {
  const args = ['--nation', nation, '--level', 'NR', '--aal', '1', '--expires-in', '1h', '--data', folder];
  const { code, text } = await run('subgraphs/demo/token.ts', args);
  expect(code).toBe(0);
  return text.trim();
}

const nation = (action: 'stop' | 'start', code: string) =>
  run('subgraphs/demo/nation.ts', [action, code, '--data', folder]);

const nothing = { read: 0, imported: 0, updated: 0, unchanged: 0, rejected: 0, exitCodes: [0] };

/** Each file to its nation through the command, two at a time; what the summaries add up to. */
async function importAll() {
  const files = verisFiles();
  expect(files.length).toBeGreaterThan(20);
  const sum = { read: 0, imported: 0, updated: 0, unchanged: 0, rejected: 0 };
  const exitCodes = new Set<number | null>();
  const waiting = files.values();
  const worker = async (): Promise<void> => {
    for (const file of waiting) {
      const nation = nationCodes.get(basename(file, '.jsonl')) ?? '';
      const args = ['--nation', nation, '--format', 'veris', '--label', 'NR REL TO NATO', '--data', folder];
      const { code, text } = await run('subgraphs/adapters/import.ts', [...args, join(verisFolder, file)]);
      exitCodes.add(code);
      for (const outcome of ['read', 'imported', 'updated', 'unchanged', 'rejected'] as const) {
        sum[outcome] += Number(new RegExp(`\\b${outcome} (\\d+)`).exec(text)?.[1] ?? Number.NaN);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return { ...sum, exitCodes: [...exitCodes] };
}
