import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import { sharingDomains } from '../../../schema/label/domain.ts';
import { join } from '../../../schema/label/join.ts';
import { joinLabels } from '../../../schema/label/joinLabels.ts';
import type { Label } from '../../../schema/label/label.ts';
import { labelProblem } from '../../../schema/label/labelProblem.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { parseLabel, parseMarking } from '../../../schema/label/parseMarking.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import { labels } from '../../support/labelArbitraries.ts';
import { registryNamed } from '../../support/registries.ts';
import vectors from '../../vectors/joins.json' with { type: 'json' };

vi.setConfig({ testTimeout: 60_000 });

function labelOf(text: string): Label | 'UNLABELLED' {
  if (text === 'UNLABELLED') return text;
  const label = parseLabel(text);
  if ('problem' in label) throw new TypeError(`${label.problem}: ${text}`);
  return label;
}

const rows = vectors.joins.map((row) => ({ ...vectors.unlessSaidOtherwise, ...row }));

describe('the label printed on what was made from several records', () => {
  it('has vectors', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  for (const row of rows) {
    it(`${row.labels.map((text) => text.split(' ORIGINATOR')[0]).join(' and ') || 'no record'}: ${row.why}`, () => {
      const domain = sharingDomains.find((each) => each === row.domain) ?? 'CENTRAL';
      const directory = directoryOf(registryNamed(row.registry));
      const joined = joinLabels(row.labels.map(labelOf), row.owner, directory, domain, Date.parse(row.on));
      expect(labelText(joined)).toBe(row.joined);
      expect(parseMarking(row.joined)?.label).toEqual(joined);
    });
  }

  it('is allowed by the policy, and demands just what the labels demand together', () => {
    const directory = directoryOf(registryNamed('six nations'));
    const times = fc.integer({ min: Date.parse('2023-06-01'), max: Date.parse('2027-06-01') });
    fc.assert(
      fc.property(fc.array(labels, { minLength: 1, maxLength: 4 }), times, (several, now) => {
        const joined = joinLabels(several, 'EST', directory, 'INCIDENTS', now);
        const resolved = [...several, joined].map((label) => resolve(label, 'EST', directory, 'INCIDENTS', now));
        expect(labelProblem(joined)).toBeNull();
        expect(resolved.pop()).toEqual(resolved.reduce(join));
      }),
      { numRuns: 2000 },
    );
  });
});
