import { expect, it } from 'vitest';
import type { AccessOutcome, LoggedAccess } from '../../../gateway/audit/AccessEntry.ts';
import { parseMarking } from '../../../schema/label/parseMarking.ts';
import { askAlliance, readerOf } from './askAlliance.ts';

const id = (owner: string, n: number): string => `${owner}:i:${String(n).padStart(26, '0')}`;

const label = (owner: string, level = 'NS'): string =>
  `${level} REL TO ${owner} ORIGINATOR ${owner} CREATED 2026-01-01`;
const outcomeOf = (n: number): AccessOutcome => (n === 3 ? 'REDACT' : 'PERMIT');

/** Seven answers, two to a millisecond, each with records of Estonia and of Latvia. */
const accesses: readonly LoggedAccess[] = Array.from({ length: 7 }, (_, n) => ({
  at: 1_780_000_000_000 + Math.floor(n / 2),
  requestId: `request-${n}`,
  readerNation: n % 2 ? 'POL' : 'LVA',
  operationHash: 'f'.repeat(64),
  outcome: outcomeOf(n),
  policyVersion: 'digest',
  owners: {
    EST: { pseudonym: `p${n}`, records: { [label('EST')]: [id('EST', n), id('EST', n + 100)] } },
    LVA: { pseudonym: `q${n}`, records: { [label('LVA')]: [id('LVA', n)] } },
  },
})).toReversed();

interface Page {
  readonly edges: readonly { cursor: string; node: { id: string; at: string; recordId: string; marking: string } }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function page(args: string, nation = 'EST'): Promise<Page> {
  const query = `{ auditEvents(${args}) { edges { cursor node { id at recordId readerNation readerPseudonym outcome marking } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const { data, codes } = await askAlliance(query, { accesses, reader: readerOf(nation) });
  expect(codes).toEqual([]);
  return (data as { auditEvents: Page }).auditEvents;
}

it('a nation sees who read its own records and no other nation’s', async () => {
  const { edges } = await page('first: 100');
  expect(edges).toHaveLength(14);
  expect(edges.every(({ node }) => node.recordId.startsWith('EST:'))).toBe(true);
  expect(edges.map(({ node }) => parseMarking(node.marking))).not.toContain(null);
  expect((await page('first: 100', 'LVA')).edges).toHaveLength(7);
  expect((await page('first: 100', 'USA')).edges).toEqual([]);
});

it('an officer is not told that a record was read which they may not read', async () => {
  const read = (text: string, n: number): LoggedAccess => ({
    at: 1_780_000_000_000 + n,
    requestId: `request-${n}`,
    readerNation: 'EST',
    operationHash: 'f'.repeat(64),
    outcome: 'PERMIT',
    policyVersion: 'digest',
    owners: { EST: { pseudonym: 'p', records: { [text]: [id('EST', n)] } } },
  });
  const texts = [
    label('EST'),
    label('EST', 'CTS'),
    'NR REL TO LVA ORIGINATOR EST CREATED 2026-01-01',
    'UNLABELLED',
    '?',
  ];
  const query = '{ auditEvents(first: 9) { edges { node { recordId } } pageInfo { hasNextPage } } }';
  const { data } = await askAlliance(query, { accesses: texts.map(read), reader: readerOf('EST') });
  expect(data).toEqual({
    auditEvents: { edges: [{ node: { recordId: id('EST', 0) } }], pageInfo: { hasNextPage: false } },
  });
});

it('walks to the same list at every page size', async () => {
  const whole = (await page('first: 100')).edges.map(({ node }) => node.id);
  expect(new Set(whole).size).toBe(14);
  for (const size of [1, 2, 3, 13, 14]) {
    const walked: string[] = [];
    let after = '';
    for (let more = true; more;) {
      const { edges, pageInfo } = await page(`first: ${size}${after}`);
      walked.push(...edges.map(({ node }) => node.id));
      after = `, after: ${JSON.stringify(pageInfo.endCursor)}`;
      more = pageInfo.hasNextPage;
    }
    expect(walked).toEqual(whole);
  }
});

it('runs from the latest to the earliest', async () => {
  const times = (await page('first: 100')).edges.map(({ node }) => node.at);
  expect(times).toEqual(times.toSorted().toReversed());
});

it('filters by reader’s nation, outcome, record and time', async () => {
  expect((await page('where: { readerNation: "POL" }')).edges).toHaveLength(6);
  expect((await page('where: { outcome: REDACT }')).edges).toHaveLength(2);
  expect((await page(`where: { recordId: "${id('EST', 4)}" }`)).edges).toHaveLength(1);
  const at = new Date(1_780_000_000_001).toISOString();
  const end = new Date(1_780_000_000_002).toISOString();
  expect((await page(`where: { at: { from: "${at}", to: "${end}" } }`)).edges).toHaveLength(4);
});

it('a page of none is a page', async () => {
  expect(await page('first: 0')).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, endCursor: null } });
});

it('a cursor of another list is refused', async () => {
  const { codes } = await askAlliance('{ auditEvents(after: "nonsense") { edges { cursor } } }', { accesses });
  expect(codes).toEqual(['BAD_USER_INPUT']);
});
