import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { askPage, idsOf, pageQuery, walk, type List } from '../support/alliance/walk.ts';

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({ records: 'generated' });
});
afterAll(() => alliance.stop());

/** Sees some records of every nation and not all. */
const reader: AllianceReader = { nation: 'LVA', level: 'NR' };
const lists: readonly List[] = [
  { field: 'incidents' },
  { field: 'incidents', args: 'orderBy: SEVERITY_DESC, where: { minSeverity: S2_MEDIUM }, ' },
  {
    field: 'incidents',
    args: 'orderBy: REPORTED_DESC, nations: [POL, EST], where: { isExercise: null, detection: [SIEM, EDR, HUMAN_REPORT] }, ',
  },
  { field: 'capabilities' },
  { field: 'capabilityRequests' },
  { field: 'exercises' },
  { field: 'lessons' },
];

describe.each(lists)('a reader who walks $field $args', (list) => {
  it('meets the same records in the same order whatever the size of the page, and no page is short', async () => {
    const asking = alliance.as(reader);
    const whole = await walk(asking, list, 100);
    const ids = idsOf(whole);
    expect(ids.length).toBeGreaterThan(6);
    expect(new Set(ids).size).toBe(ids.length);
    const held = [...alliance.records.values()].flat().filter(({ id }) => id.split(':')[1] === ids[0]?.split(':')[1]);
    expect(ids.length).toBeLessThan(held.length);
    for (const size of [1, 3, 7, 50]) {
      const pages = await walk(asking, list, size);
      expect(idsOf(pages)).toEqual(ids);
      expect(pages).toHaveLength(Math.ceil(ids.length / size));
      for (const [index, { edges, pageInfo, coverage }] of pages.entries()) {
        expect(edges).toHaveLength(index < pages.length - 1 ? size : ids.length - index * size);
        expect(pageInfo).toEqual({
          hasNextPage: index < pages.length - 1,
          hasPreviousPage: index > 0,
          startCursor: edges[0]?.cursor,
          endCursor: edges.at(-1)?.cursor,
        });
        expect(coverage).toEqual(whole[0]?.coverage);
        expect(coverage).toMatchObject({ complete: true, unavailable: [] });
      }
    }
  });
});

it('a reader who wants no rows gets none, and one who wants fewer than none or too many is told so', async () => {
  const { edges, pageInfo } = await askPage(alliance.as(reader), { field: 'incidents' }, 0, null);
  expect(edges).toEqual([]);
  expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null });
  for (const first of [-1, 101]) {
    const { body } = await alliance.as(reader).ask(pageQuery({ field: 'lessons' }), { first });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
  }
});

describe('a reader who walks while a nation goes and comes', () => {
  const list: List = { field: 'incidents' };

  it('misses none of the others’ rows, and goes on behind its last row when the nation is back', async () => {
    const asking = alliance.as(reader);
    const all = idsOf(await walk(asking, list, 100));
    const pages = await walk(asking, list, 7, async (page) => {
      if (page === 2) await alliance.nation('POL').stop();
      if (page === 4) await alliance.nation('POL').start();
    });
    const met = idsOf(pages);
    const withoutPoland = (ids: readonly string[]) => ids.filter((id) => !id.startsWith('POL'));
    expect(withoutPoland(met)).toEqual(withoutPoland(all));
    expect(new Set(met).size).toBe(met.length);
    expect(met).toEqual(all.filter((id) => met.includes(id)));
    expect(met.slice(28).some((id) => id.startsWith('POL'))).toBe(true);
    expect(pages.map(({ coverage }) => coverage.unavailable.join())).toEqual(
      pages.map((_, index) => (index < 2 ? '' : 'POL')),
    );
    expect(
      pages.every(
        ({ coverage, edges }, index) =>
          coverage.asked.length === 3 && (edges.length === 7 || index === pages.length - 1),
      ),
    ).toBe(true);
    expect(idsOf(await walk(asking, list, 7))).toEqual(all);
  });
});

describe('a cursor', () => {
  const list: List = { field: 'incidents', args: 'orderBy: REPORTED_DESC, ' };
  const cursor = async (of: List = list, as = reader) =>
    (await askPage(alliance.as(as), of, 3, null)).pageInfo.endCursor ?? '';

  it('tells a reader nothing: neither the record nor its sort key', async () => {
    const { edges } = await askPage(alliance.as(reader), list, 50, null);
    for (const { cursor: sealed, node } of edges) {
      const bytes = Buffer.from(sealed, 'base64url');
      const [nation = '', , random = ''] = node.id.split(':');
      for (const told of [nation, random, '0000', '2026', '2025']) expect(bytes.toString('latin1')).not.toContain(told);
    }
    expect(new Set(edges.map((edge) => edge.cursor)).size).toBe(50);
    expect(new Set(edges.map((edge) => edge.cursor.slice(0, 8))).size).toBe(50);
  });

  it('goes on where it stands for the same reader, and for others of the class', async () => {
    const sealed = await cursor();
    const mine = await askPage(alliance.as(reader), list, 3, sealed);
    expect(mine.pageInfo.hasPreviousPage).toBe(true);
    const colleague = await askPage(alliance.as({ ...reader, subject: 'juris' }), list, 3, sealed);
    expect(colleague).toEqual(mine);
  });

  const incident = (name: string): string =>
    `incident(id: "${alliance.records.get('LVA')?.find((record) => record.__typename === 'Incident' && record.label.startsWith(name))?.id}")`;
  const elsewhere: readonly { what: string; list: () => List; as?: AllianceReader }[] = [
    { what: 'another field', list: () => ({ field: 'lessons' }) },
    { what: 'another order', list: () => ({ field: 'incidents' }) },
    { what: 'another filter', list: () => ({ ...list, args: `${list.args}where: { minSeverity: S3_HIGH }, ` }) },
    { what: 'a list of one record', list: () => ({ field: 'lessons', inside: incident('NR') }) },
    { what: 'the list of a reader of another class', list: () => list, as: { ...reader, level: 'NC' } },
  ];
  it.each(elsewhere)('is refused to a reader for $what', async ({ list: other, as = reader }) => {
    const sealed = await cursor();
    const { status, body } = await alliance.as(as).ask(pageQuery(other()), { first: 3, after: sealed });
    expect(status).toBe(200);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
  });

  it('is refused to a reader for the same field of another parent', async () => {
    const asking = alliance.as(reader);
    const inside = (id: string): List => ({ field: 'acknowledgements', inside: `incident(id: "${id}")` });
    const noted: { list: List; sealed: string }[] = [];
    for (const id of idsOf(await walk(asking, { field: 'incidents' }, 100))) {
      const { endCursor } = (await askPage(asking, inside(id), 1, null)).pageInfo;
      if (endCursor !== null) noted.push({ list: inside(id), sealed: endCursor });
      if (noted.length === 2) break;
    }
    const [own, other] = noted;
    if (!own || !other) throw new TypeError('too few incidents were acknowledged');
    expect((await askPage(asking, own.list, 1, own.sealed)).pageInfo.hasPreviousPage).toBe(true);
    const { body } = await asking.ask(pageQuery(other.list), { first: 1, after: own.sealed });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
  });

  it('is refused to a reader who changes it', async () => {
    const sealed = await cursor();
    const flipped = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`;
    for (const after of [
      flipped,
      sealed.slice(0, -2),
      '',
      'x',
      `${sealed}AA`,
      btoa('000000000000001,EST:i:0000000000000000'),
    ]) {
      const { body } = await alliance.as(reader).ask(pageQuery(list), { first: 3, after });
      expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    }
  });
});
