import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noon, passport, reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import { exercise, id, incident, inject, open, own, restricted, secret, timelineEntry } from './support/testRecords.ts';

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

const labels = [open, restricted, secret, own, `${open} INFO "a"`, `${open} INFO "b"`];
const days = ['2025-03-01T10:00:00.000Z', '2025-03-02T10:00:00.000Z', null];
const severities = ['S5_EMERGENCY', 'S1_LOW', null] as const;
const latvian = reader('LVA', 'NR');
const pageFields = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }';

describe.each(testDatabases.filter(({ skip }) => !skip))('pages of a nation on $name', ({ open: openDatabase }) => {
  let database: TestDatabase;
  let nation: TestNation;
  const incidents = Array.from({ length: 40 }, (_, number) =>
    incident(number, {
      label: labels[number % labels.length] ?? open,
      updatedAt: days[number % 7 < 5 ? 0 : number % 3] ?? null,
      severity: severities[number % 5 < 3 ? 1 : number % 3] ?? null,
      ...(number % 4 === 0
        ? { description: 'harbour', portions: { description: secret } }
        : { description: 'harbour' }),
    }),
  );
  const visible = incidents.filter(({ label }) => label !== secret && label !== own);

  beforeAll(async () => {
    database = await openDatabase();
    nation = await TestNation.start(database);
    await nation.put(...incidents);
    await nation.put(exercise(1));
    for (const minute of [30, 10, 20]) {
      const at = `2025-03-01T10:${minute}:00.000Z`;
      await nation.put(timelineEntry(minute, id('i', 0), { at }), inject(minute, id('e', 1), { plannedAt: at }));
    }
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  const page = async (first: number, after: string | null, orderBy = 'UPDATED_DESC', where = {}): Promise<Page> => {
    const query = `query($first: Int!, $after: String, $orderBy: IncidentOrder!, $where: IncidentFilter!) {
      incidents(first: $first, after: $after, orderBy: $orderBy, where: $where) { ${pageFields} } }`;
    const data = await nation.ask(latvian, query, { first, after, orderBy, where });
    return (data as { incidents: Page }).incidents;
  };

  const walk = async (size: number, orderBy: string, where = {}): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = await page(size, after, orderBy, where);
      found.push(...edges.map(({ node }) => node.id));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      if (!pageInfo.hasNextPage) return found;
      expect(edges).toHaveLength(size);
      after = pageInfo.endCursor;
    }
  };

  const sorted = (key: (one: (typeof incidents)[number]) => string, among = visible) =>
    among
      .toSorted((a, b) => (key(a) === key(b) ? (a.id < b.id ? -1 : 1) : key(a) < key(b) ? 1 : -1))
      .map((one) => one.id);

  it('a walk in pages of any size is the whole list in order, though most keys tie', async () => {
    const byUpdate = sorted(({ updatedAt }) => updatedAt ?? '');
    expect(byUpdate.length).toBeGreaterThan(20);
    for (const size of [1, 2, 3, 7, byUpdate.length, 101]) expect(await walk(size, 'UPDATED_DESC')).toEqual(byUpdate);
    const bySeverity = sorted(({ severity }) => severity ?? '');
    for (const size of [1, 4, 100]) expect(await walk(size, 'SEVERITY_DESC')).toEqual(bySeverity);
    expect(await walk(3, 'REPORTED_DESC')).toEqual(sorted(() => ''));
  });

  it('a page is whole though one label holds nearly all of the list, or the first of it, or the last', async () => {
    const at = (number: number, label: string, hour: number) =>
      exercise(number, { label, startsAt: new Date(noon + hour * 3_600_000).toISOString() });
    const many = Array.from({ length: 30 }, (_, place) => at(100 + place, open, Math.floor(place / 7)));
    const few = [restricted, `${open} INFO "a"`, `${open} INFO "b"`];
    const others = [-1, 2, 2, 2, 2, 2, 2, 9].map((hour, place) =>
      at(200 + place, few[place % few.length] ?? open, hour),
    );
    await nation.put(...many, ...others);
    const walkExercises = async (first: number): Promise<string[]> => {
      const query = `query($first: Int!, $after: String) { exercises(first: $first, after: $after) { ${pageFields} } }`;
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const { exercises } = (await nation.ask(latvian, query, { first, after })) as { exercises: Page };
        found.push(...exercises.edges.map(({ node }) => node.id));
        if (!exercises.pageInfo.hasNextPage) return found;
        expect(exercises.edges).toHaveLength(first);
        after = exercises.pageInfo.endCursor;
      }
    };
    const whole = await walkExercises(1);
    expect(whole).toHaveLength(39);
    for (const size of [2, 8, 12, 20, 33, 50]) expect(await walkExercises(size)).toEqual(whole);
  });

  it('filters are those of the projection, page by page', async () => {
    const readable = visible.filter(({ portions }) => portions.description === undefined);
    expect(await walk(2, 'UPDATED_DESC', { text: 'harb' })).toEqual(
      sorted(({ updatedAt }) => updatedAt ?? '', readable),
    );
    const marked = { updated: { from: '2025-03-02T11:00:00+01:00', to: '2025-03-02T10:00:00.001Z' } };
    const onThatDay = visible.filter(({ updatedAt }) => updatedAt === days[1]);
    expect(onThatDay.length).toBeGreaterThan(0);
    expect(await walk(1, 'UPDATED_DESC', marked)).toEqual(sorted(() => '', onThatDay));
  });

  it('equal keys remain after an empty bound and are past after the highest', async () => {
    const [first] = (await page(1, null)).edges;
    const key = first?.cursor.split(',')[0] ?? '';
    const ties = visible.filter(({ updatedAt }) => updatedAt === days[1]).length;
    expect((await page(1, `${key},`)).edges[0]?.node.id).toBe(first?.node.id);
    const past = await page(1, `${key},~`);
    expect(past.edges[0]?.node.id).toBe(sorted(({ updatedAt }) => updatedAt ?? '')[ties]);
    expect((await page(5, ',~')).edges).toEqual([]);
    expect(await page(0, null)).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, endCursor: null } });
  });

  it('timeline and injects run from the earliest', async () => {
    const query = `query($after: String) {
      incident(id: "${id('i', 0)}") { timeline(first: 2, after: $after) { ${pageFields} } }
      exercise(id: "${id('e', 1)}") { injects(first: 2, after: $after) { ${pageFields} } } }`;
    const ask = async (after: string | null) =>
      (await nation.ask(latvian, query, { after })) as { incident: { timeline: Page }; exercise: { injects: Page } };
    const begin = await ask(null);
    expect(begin.incident.timeline.edges.map(({ node }) => node.id)).toEqual([id('t', 10), id('t', 20)]);
    expect(begin.exercise.injects.edges.map(({ node }) => node.id)).toEqual([id('j', 10), id('j', 20)]);
    const { timeline } = (await ask(begin.incident.timeline.pageInfo.endCursor)).incident;
    expect(timeline.edges.map(({ node }) => node.id)).toEqual([id('t', 30)]);
    expect(timeline.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('more rows than the gateway may ask for, and what is not a position, are refused with a fixed text', async () => {
    for (const args of ['first: 102', 'first: -1', 'after: "x"', 'after: "1,EST:i:1"']) {
      const token = await passport(latvian, noon);
      const { status, body } = await nation.post(token, { query: `{ incidents(${args}) { edges { cursor } } }` });
      expect({ status, body }).toEqual({
        status: 400,
        body: {
          errors: [
            {
              message: 'the request holds a value that the contract does not allow',
              extensions: { code: 'BAD_USER_INPUT' },
            },
          ],
        },
      });
    }
  });
});
