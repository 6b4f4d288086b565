import { describe, expect, it } from 'vitest';

import { agreementCeiling } from '../../../schema/alliance/agreementCeiling.ts';
import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import { documentDigest } from '../../../schema/alliance/digest.ts';
import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import { parseAllianceDocument } from '../../../schema/alliance/parseAllianceDocument.ts';
import type { Domain } from '../../../schema/label/domain.ts';
import { registryNamed } from '../../support/registries.ts';

const document = registryNamed('six nations');
const now = Date.parse('2025-06-01');
const end = Date.parse('2026-01-01');

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseAllianceDocument(value);
  return 'problems' in parsed ? parsed.problems : [];
}

const withAgreement = (change: object): unknown => ({
  ...document,
  agreements: document.agreements.map((agreement, at) => (at === 1 ? { ...agreement, ...change } : agreement)),
});

describe('a nation that is sent the alliance document', () => {
  it('reads what was written', () => {
    expect(parseAllianceDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it('refuses what is not one, and says every problem', () => {
    expect(problemsOf(null)).toHaveLength(1);
    expect(problemsOf({ ...document, version: -1, extra: 1 })).toHaveLength(2);
    expect(problemsOf(withAgreement({ ceiling: 'SECRET', from: 'yesterday' }))).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['the code `NATO` names two things', withAgreement({ code: 'NATO' })],
    [
      'the code `EST` names two things',
      { ...document, organisations: [{ code: 'EST', name: 'x' }, ...document.organisations] },
    ],
    [
      `the agreement \`${document.agreements[0]?.id ?? ''}\` is there twice`,
      withAgreement({ id: document.agreements[0]?.id }),
    ],
    [
      `agreements.${document.agreements[1]?.id ?? ''}: \`XXX\` is not in the document`,
      withAgreement({ parties: ['EST', 'XXX'] }),
    ],
    [
      `agreements.${document.agreements[1]?.id ?? ''}: ends before it begins`,
      withAgreement({ until: '2024-01-01T00:00:00.000Z' }),
    ],
    [
      'coalitions.C1: `NATO` is not in the document',
      { ...document, coalitions: [...document.coalitions, { code: 'C1', name: 'x', members: ['NATO'] }] },
    ],
    ['ceilings: `XXX` is not in the document', { ...document, ceilings: { XXX: 'NS' } }],
    [
      'organisations.0.code: is not a code such as `EST` or `EU-MS`',
      { ...document, organisations: [{ code: 'ALL', name: 'x' }] },
    ],
  ])('refuses contradictions: %s', (problem, value) => {
    expect(problemsOf(value)).toContain(problem);
  });

  it('lets successive agreements share a name', () => {
    const renewed = { id: 'ALLIANCE:g:00000000000000000000000009', from: '2026-06-01T00:00:00.000Z', until: null };
    const longer = { ...document, agreements: [...document.agreements, { ...document.agreements[1], ...renewed }] };
    const parsed = parseAllianceDocument(longer);
    if ('problems' in parsed) throw new TypeError(parsed.problems.join());
    const directory = directoryOf(parsed);
    const at = (time: string): readonly string[] => directory.expand('EST-LVA', 'INCIDENTS', Date.parse(time));
    expect([at('2025-12-31'), at('2026-01-01'), at('2026-06-01')]).toEqual([['EST', 'LVA'], [], ['EST', 'LVA']]);
  });

  it('has the digest of its content, not of its spelling', () => {
    const { version, ...rest } = document;
    expect(documentDigest({ ...rest, version })).toBe(documentDigest(document));
    expect(documentDigest({ ...document, version: version + 1 })).not.toBe(documentDigest(document));
    expect(documentDigest(document)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('what a name on a label stands for', () => {
  const directory = directoryOf(document);
  const expand = (name: string, domain: Domain, at: number): readonly string[] => directory.expand(name, domain, at);

  it('is known for every nation and organisation', () => {
    expect(directory.codes).toEqual(['DEU', 'EST', 'EU', 'GBR', 'INTERPOL', 'LVA', 'POL', 'USA']);
    for (const code of directory.codes) expect(expand(code, 'CENTRAL', now)).toEqual([code]);
  });

  it('is the members of a coalition, and the parties of an agreement with coalitions written out', () => {
    expect(expand('EU-MS', 'LESSONS', now)).toEqual(['DEU', 'EST', 'LVA', 'POL']);
    expect(expand('NATO-EU', 'LESSONS', now)).toEqual(['DEU', 'EST', 'EU', 'GBR', 'LVA', 'POL', 'USA']);
  });

  it('is nobody for an agreement outside its domains and its time, and in `CENTRAL`', () => {
    expect(expand('EST-LVA', 'INCIDENTS', end - 1)).toEqual(['EST', 'LVA']);
    expect(expand('EST-LVA', 'INCIDENTS', end)).toEqual([]);
    expect(expand('EST-LVA', 'LESSONS', now)).toEqual([]);
    expect(expand('EST-LVA', 'CENTRAL', now)).toEqual([]);
  });

  it.each(['ATLANTIS', 'constructor', '__proto__', '', 'ALL'])('is nobody for `%s`', (name) => {
    expect(expand(name, 'INCIDENTS', now)).toEqual([]);
  });
});

describe('the ceiling between two nations', () => {
  const ceiling = (owner: string, nation: string, at = now, in_: AllianceDocument = document): string =>
    agreementCeiling(in_, owner, nation, 'INCIDENTS', at);

  it('is that of the highest agreement in force', () => {
    expect([ceiling('EST', 'LVA'), ceiling('EST', 'LVA', end), ceiling('EST', 'POL')]).toEqual(['CTS', 'NS', 'NS']);
    expect([ceiling('EST', 'EU'), ceiling('EU', 'EST'), ceiling('EST', 'INTERPOL')]).toEqual(['NR', 'NR', 'NU']);
  });

  it('is NU without one, and none within a nation or in `CENTRAL`', () => {
    const none = { ...document, agreements: [] };
    expect([ceiling('EST', 'LVA', now, none), ceiling('EST', 'EST', now, none)]).toEqual(['NU', 'CTS']);
    expect(agreementCeiling(none, 'ALLIANCE', 'LVA', 'CENTRAL', now)).toBe('CTS');
    expect(ceiling('ATLANTIS', 'LVA')).toBe('NU');
  });
});
