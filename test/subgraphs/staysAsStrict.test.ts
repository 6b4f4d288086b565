import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import { sharingDomains, type Domain } from '../../schema/label/domain.ts';
import { dominates } from '../../schema/label/dominates.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import type { Label } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import { staysAsStrict } from '../../subgraphs/runtime/staysAsStrict.ts';
import { labels } from '../support/labelArbitraries.ts';
import { registryNamed } from '../support/registries.ts';

const now = Date.parse('2025-06-04T12:00:00.000Z');
const plain = registryNamed('six nations');
/** Estonia and Latvia agree from July on. */
const registry = {
  ...plain,
  agreements: [
    ...plain.agreements.filter(({ code }) => code !== 'EST-LVA'),
    {
      id: `ALLIANCE:g:${'0'.repeat(26)}`,
      code: 'EST-LVA',
      title: 'Mutual assistance',
      kind: 'BILATERAL' as const,
      parties: ['EST', 'LVA'],
      ceiling: 'NS' as const,
      covers: ['INCIDENTS' as const],
      from: '2025-07-01T00:00:00.000Z',
      until: null,
    },
  ],
};
const outlook = { registry, directory: directoryOf(registry), now };

function labelled(text: string, domain: Domain) {
  const marking = parseMarking(`${text} ORIGINATOR EST CREATED 2025-01-01`) ?? parseMarking(text);
  if (!marking) throw new TypeError(text);
  return { label: marking.label, owner: 'EST', domain };
}

const strict = (text: string, than: string, domain: Domain = 'INCIDENTS', its: Domain = domain): boolean =>
  staysAsStrict(labelled(text, domain), labelled(than, its), outlook);

const estonian = 'NR REL TO EST';
const succeededBy = (later: string) =>
  `NR REL TO EST ORIGINATOR EST CREATED 2025-01-01 UNTIL 2025-08-01T00:00:00.000Z THEN (${later} ORIGINATOR EST CREATED 2025-01-01)`;

describe('a label on what is made from a record', () => {
  it('is as strict as the same label, and as a weaker one', () => {
    expect(strict(estonian, estonian)).toBe(true);
    expect(strict('NS REL TO EST', 'NR REL TO EST,NATO')).toBe(true);
    expect(strict('NR REL TO EST,NATO', estonian)).toBe(false);
  });

  it('must not be one that opens later: by its successor', () => {
    expect(strict(succeededBy('NR REL TO EST,NATO'), estonian)).toBe(false);
    expect(strict(succeededBy('NS REL TO EST'), estonian)).toBe(true);
  });

  it('must not be one that opens later: by an agreement that begins', () => {
    expect(strict('NR REL TO EST,EST-LVA', estonian)).toBe(false);
    expect(strict(estonian, 'NR REL TO EST,EST-LVA')).toBe(true);
  });

  it('must not name what means nothing to this nation, as it may mean something to others', () => {
    expect(strict('NR REL TO EST,GBR-USA', estonian)).toBe(false);
    expect(strict('NR REL TO EST,GBR-USA', 'NR REL TO EST,GBR-USA')).toBe(true);
  });

  it('means what it does for what is made, and the record’s for the record: by an agreement on one of the two', () => {
    const both = 'NR REL TO EST,EST-LVA';
    expect(strict(both, both, 'INCIDENTS', 'LESSONS')).toBe(false);
    expect(strict(both, both, 'LESSONS', 'INCIDENTS')).toBe(true);
    expect(strict('NR REL TO EST,GBR-USA', 'NR REL TO EST,GBR-USA', 'LESSONS', 'INCIDENTS')).toBe(false);
  });

  it('lets in nobody whom the record keeps out, each in its own domain, by agreements too that its nation is not told of', () => {
    const domain = fc.constantFrom(...sharingDomains);
    const day = fc
      .constantFrom('2025-01-01', '2025-06-03', '2025-07-01', '2026-01-01')
      .map((each) => `${each}T00:00:00.000Z`);
    const agreement = (code: string) =>
      fc.record({
        id: fc.constant(`ALLIANCE:g:${'0'.repeat(26)}`),
        code: fc.constant(code),
        title: fc.constant(code),
        kind: fc.constant('BILATERAL' as const),
        parties: fc.constant(code.split('-')),
        ceiling: fc.constant('NS' as const),
        covers: fc.subarray([...sharingDomains], { minLength: 1 }),
        from: day,
        until: fc.option(day),
      });
    const agreements = fc.tuple(agreement('EST-LVA'), agreement('DEU-POL'));
    const named = fc.subarray(['EST', 'LVA', 'EST-LVA', 'DEU-POL']);
    const plainly = fc.record({ names: named, succeeding: fc.option(named), at: day, label: labels });
    const one = fc.record({ label: plainly.map(released), domain });
    let strictOnes = 0;
    fc.assert(
      fc.property(agreements, one, one, fc.boolean(), (concluded, made, source, isAlike) => {
        const whole = { ...plain, agreements: concluded };
        const document = extractFor('EST', whole);
        const label = isAlike ? source.label : made.label;
        const [first, second] = [
          { ...made, label, owner: 'EST' },
          { ...source, owner: 'EST' },
        ];
        if (!staysAsStrict(first, second, { registry: document, directory: directoryOf(document), now })) return;
        strictOnes += 1;
        const then = (each: typeof first, moment: number) =>
          resolve(each.label, 'EST', directoryOf(whole), each.domain, moment);
        const present = { ...second, label: { ...labelAt(second.label, now), succession: null } };
        for (const moment of [now, Date.parse('2025-07-01'), Date.parse('2026-01-01')]) {
          const kept = [second, present].map((each) => then(each, moment));
          expect(kept.some((each) => dominates(then(first, moment), each))).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(strictOnes).toBeGreaterThan(100);
  });

  it('may open when the record itself does', () => {
    expect(strict(succeededBy('NR REL TO EST,NATO'), succeededBy('NR REL TO EST,NATO'))).toBe(true);
  });
});

interface Plainly {
  readonly names: readonly string[];
  readonly succeeding: readonly string[] | null;
  readonly at: string;
  readonly label: Label;
}

/** Differs from others by whom it is released to, now and later. */
function released({ names, succeeding, at, label }: Plainly): Label {
  const now = { ...label, level: 'NR', tlp: null, recipients: 'ALL', releasableTo: names, succession: null } as const;
  return succeeding ? { ...now, succession: { at, label: { ...now, releasableTo: succeeding } } } : now;
}
