import { describe, expect, it } from 'vitest';

import { equivalences, toAlliance } from '../../../schema/alliance/equivalence.ts';
import { rank } from '../../../schema/label/level.ts';
import rows from '../../vectors/equivalence.json' with { type: 'json' };

describe('a national term', () => {
  it('has vectors', () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  for (const { nation, term, on, use, level, known, why } of rows) {
    it(`${nation} ${term} on ${on} as ${use} is ${level}: ${why}`, () => {
      expect(toAlliance(nation, term, Date.parse(on), use === 'data' ? 'data' : 'clearance')).toEqual({ level, known });
    });
  }

  it('never gives a clearance more than it asks of data', () => {
    for (const row of equivalences) expect(rank(row.clearance)).toBeLessThanOrEqual(rank(row.data));
  });

  it('means one thing at a time', () => {
    for (const { nation, term, also, since, until } of equivalences) {
      for (const each of [term, ...also]) {
        const at = Date.parse(since ?? until ?? '2025-01-01') - (since === null && until !== null ? 1 : 0);
        const [first] = equivalences.filter(
          (row) =>
            row.nation === nation &&
            [row.term, ...row.also].includes(each) &&
            (row.since ?? '') <= new Date(at).toISOString() &&
            (row.until ?? '9') > new Date(at).toISOString().slice(0, 10),
        );
        expect(toAlliance(nation, each, at, 'data')).toEqual({ level: first?.data, known: true });
      }
    }
  });

  it('is marked as verified only where an official text was seen', () => {
    const verified = new Set(equivalences.filter((row) => row.verified).map((row) => row.nation));
    expect([...verified].sort()).toEqual(['CZE', 'DEU', 'DNK', 'FRA', 'GBR', 'POL']);
  });
});
