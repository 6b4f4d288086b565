import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decisions, type Source } from '../../../gateway/federation/Decisions.ts';
import type { Reader } from '../../../gateway/identity/Reader.ts';
import type { Label, Marking } from '../../../schema/label/label.ts';
import { markingText } from '../../../schema/label/marking.ts';
import { parseMarking } from '../../../schema/label/parseMarking.ts';
import { demoValue, now, reader as anna, registryOf } from '../../support/demoAlliance.ts';
import { labels } from '../../support/labelArbitraries.ts';
import { ourContract } from '../../support/ourContract.ts';

const registry = registryOf(demoValue());
const decisionsOf = (reader: Reader): Decisions =>
  new Decisions({
    model: ourContract().model,
    registry,
    reader,
    now,
    pseudonym: (owner) => `${reader.subject} to ${owner}`,
    readMarking: parseMarking,
    lock: 'enforce',
  });

const source = (type: string, owner: string, label: Label | 'UNLABELLED', pattern?: Label): Source => {
  const marking: Marking = { label, portions: new Map(pattern ? [['pattern', pattern]] : []) };
  const admitted = { owner, marking, markingText: markingText(marking), hidden: new Set<string>() };
  return { type, admitted, fields: pattern ? ['pattern'] : [] };
};

const written = (text: string): Label => {
  const label = parseMarking(text)?.label;
  if (label === undefined || label === 'UNLABELLED') throw new TypeError(text);
  return label;
};
const labelOf = (owner: string, level: string, names: string, rest = ''): Label =>
  written(`${level} REL TO ${names}${rest} ORIGINATOR ${owner} CREATED 2025-01-01`);

const estonian = labelOf('EST', 'NR', 'EST,NATO');

describe('what a machine makes of records of several nations', () => {
  it('is printed with a label as strict as all of them and the values in it', () => {
    const made = decisionsOf(anna()).made('SharedIndicator', [
      source('Incident', 'EST', estonian),
      source('Indicator', 'LVA', labelOf('LVA', 'NU', 'LVA,NATO'), labelOf('LVA', 'NS', 'EST,LVA,POL')),
    ]);
    expect(made?.markingText).toBe('NS REL TO EST,LVA,POL ORIGINATOR EST,LVA CREATED 2026-06-01');
  });

  it('leaves out the label of a value that is not in it', () => {
    const { admitted } = source('Indicator', 'LVA', labelOf('LVA', 'NR', 'EST,LVA'), labelOf('LVA', 'NS', 'LVA'));
    const made = decisionsOf(anna()).made('SharedIndicator', [{ type: 'Indicator', admitted, fields: [] }]);
    expect(made?.markingText).toBe('NR REL TO EST,LVA ORIGINATOR LVA CREATED 2026-06-01');
  });

  it('is nobody’s where no nation may have both', () => {
    const sources = [
      source('Incident', 'EST', labelOf('EST', 'NR', 'EST')),
      source('Incident', 'LVA', labelOf('LVA', 'NR', 'LVA')),
    ];
    expect(decisionsOf(anna()).made('SharedIndicator', sources)).toBeNull();
  });

  it('may be had by the one person whom its source names, though other nations know them by another name', () => {
    const label = labelOf('LVA', 'NR', 'EST,LVA', ' RECIPIENTS pseudonym TLP:RED');
    const made = decisionsOf(anna()).made('SharedIndicator', [
      source('Incident', 'LVA', label),
      source('Incident', 'EST', estonian),
    ]);
    expect(made?.marking.label).toMatchObject({ tlp: 'RED' });
  });

  it('is for nobody who could not have had each part, whoever they are', () => {
    const nations = fc.constantFrom('EST', 'LVA', 'POL');
    const parts = fc.array(
      fc.record({ owner: nations, label: labels, pattern: fc.option(labels, { nil: undefined }) }),
      { minLength: 1, maxLength: 4 },
    );
    const people = fc.record({
      nation: nations,
      level: fc.constantFrom('NU', 'NR', 'NC', 'NS', 'CTS' as const),
      aal: fc.constantFrom(1, 2, 3 as const),
      categories: fc.subarray(['cav:ATOMAL', 'coi:AGENCY', 'coi:A']),
    });
    let had = 0;
    fc.assert(
      fc.property(people, parts, (person, several) => {
        const decisions = decisionsOf(anna({ ...person, nationality: person.nation } as Partial<Reader>));
        const unnamed = (label: Label): Label => ({
          ...label,
          recipients: 'ALL',
          succession: null,
          tlp: label.tlp === 'RED' ? null : label.tlp,
        });
        const sources = several.map(({ owner, label, pattern }) =>
          source('Indicator', owner, unnamed(label), pattern && unnamed(pattern)),
        );
        if (decisions.made('SharedIndicator', sources) === null) return;
        had += 1;
        for (const { type, admitted } of sources) {
          const decision = decisions.decide(admitted.owner, type, admitted.markingText);
          expect(decision).toMatchObject({ effect: 'permit', admitted: { hidden: new Set() } });
        }
      }),
      { numRuns: 5000 },
    );
    expect(had).toBeGreaterThan(50);
  });
});

describe('a nation may have a value', () => {
  const decisions = decisionsOf(anna());
  const may = (nation: string, label: Label | 'UNLABELLED', pattern?: Label): boolean =>
    decisions.mayHave(nation, source('Indicator', 'EST', label, pattern));

  it('that its record and the value’s own label let it know', () => {
    expect(may('LVA', estonian)).toBe(true);
    expect(may('LVA', estonian, labelOf('EST', 'NC', 'EST,NATO'))).toBe(true);
  });

  it('by neither alone', () => {
    expect(may('LVA', estonian, labelOf('EST', 'NC', 'EST,POL'))).toBe(false);
    expect(may('LVA', labelOf('EST', 'NR', 'EST,POL'), estonian)).toBe(false);
  });

  it('never under ORCON, for persons by name, or without a label', () => {
    expect(may('LVA', labelOf('EST', 'NR', 'EST,NATO', ' ORCON EST'))).toBe(false);
    expect(may('LVA', estonian, labelOf('EST', 'NR', 'EST,NATO', ' ORCON EST'))).toBe(false);
    expect(may('LVA', labelOf('EST', 'NR', 'EST,NATO', ' RECIPIENTS p1 TLP:RED'))).toBe(false);
    expect(may('LVA', 'UNLABELLED')).toBe(false);
  });

  it('of its own, whatever the label', () => {
    expect(may('EST', labelOf('EST', 'NR', 'EST', ' ORCON EST'))).toBe(true);
  });
});
