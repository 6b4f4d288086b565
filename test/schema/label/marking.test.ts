import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { banner } from '../../../schema/label/banner.ts';
import type { Label } from '../../../schema/label/label.ts';
import { labelText, markingText } from '../../../schema/label/marking.ts';
import { maxMarkingLength, parseLabel, parseMarking } from '../../../schema/label/parseMarking.ts';
import { labels, markings } from '../../support/labelArbitraries.ts';
import rows from '../../vectors/labels.json' with { type: 'json' };

vi.setConfig({ testTimeout: 60_000 });

const estonian = { originator: 'EST', createdOn: '2024-05-17' };
const end = 'ORIGINATOR EST CREATED 2024-05-17';

function labelOf(text: string, defaults?: typeof estonian): Label {
  const label = parseLabel(text, defaults);
  if ('problem' in label) throw new TypeError(`${label.problem}: ${text}`);
  return label;
}

/** Unreadable, or the one text of what it says. */
function isCanonicalOrUnreadable(text: string): boolean {
  const marking = parseMarking(text);
  return marking === null || markingText(marking) === text;
}

function shortLabel(text: string): string {
  const label = parseLabel(text, estonian);
  return 'problem' in label ? label.problem : labelText(label);
}

describe('the labels of the vectors', () => {
  it('are many', () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  for (const { text, banner: printed, why } of rows.filter((row) => row.banner !== undefined)) {
    it(`${printed}: ${why}`, () => {
      const label = labelOf(text);
      expect(banner(label)).toBe(printed);
      expect(parseMarking(text)).toEqual({ label, portions: new Map() });
    });
  }

  for (const { text, refused, why } of rows.filter((row) => row.refused !== undefined)) {
    it(`${refused}: ${why}`, () => {
      expect(parseLabel(text)).toEqual({ problem: refused });
      expect(parseMarking(`UNLABELLED | name: ${text}`)).toBeNull();
    });
  }
});

describe('a marking that is printed', () => {
  it('reads back as the same, on one line', () => {
    fc.assert(
      fc.property(markings, (marking) => {
        const text = markingText(marking);
        fc.pre(text.length <= maxMarkingLength);
        expect(text).not.toMatch(/[\n\r]/);
        expect(parseMarking(text)).toEqual(marking);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same text for labels whose lists are in another order', () => {
    fc.assert(
      fc.property(labels, (label) => {
        const shuffled = {
          ...label,
          allOf: [...label.allOf].reverse(),
          anyOf: [...label.anyOf].reverse(),
          info: [...label.info, ...label.info],
        };
        expect(labelText(shuffled)).toBe(labelText(label));
      }),
    );
  });

  it('has portions in the order of their fields', () => {
    const label = labelOf('NR', estonian);
    const text = markingText({
      label: 'UNLABELLED',
      portions: new Map([
        ['b', label],
        ['a', label],
      ]),
    });
    expect(text).toBe(`UNLABELLED | a: NR REL TO EST ${end} | b: NR REL TO EST ${end}`);
  });
});

describe('a text that is not a marking', () => {
  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a space at the end', `NR REL TO EST ${end} `],
    ['two spaces', `NR  REL TO EST ${end}`],
    ['a line end', `NR REL TO EST ${end}\n`],
    ['lower case', `nr rel to est ${end}`],
    ['a list out of order', `NR REL TO LVA,EST ${end}`],
    ['a name twice', `NR REL TO EST,EST ${end}`],
    ['clauses out of order', `NR ORIGINATOR EST CREATED 2024-05-17 REL TO EST`],
    ['groups out of order', `NR REL TO EST ANY OF coi:B,coi:C ANY OF coi:A,coi:B ${end}`],
    ['a clause that says nothing', `NR REL TO EST EYES ONLY ALL ${end}`],
    ['an empty list', `NR REL TO EST ORCON  ${end}`],
    ['only originators meant', `NR ${end}`],
    ['another text for the same string', `NR REL TO EST ${end} AS "\\u0041"`],
    ['a portion twice', `NR REL TO EST ${end} | a: NR REL TO EST ${end} | a: NR REL TO EST ${end}`],
    ['portions out of order', `NR REL TO EST ${end} | b: NR REL TO EST ${end} | a: NR REL TO EST ${end}`],
    ['an unlabelled portion', `NR REL TO EST ${end} | a: UNLABELLED`],
    ['a portion of no field', `NR REL TO EST ${end} | : NR REL TO EST ${end}`],
    ['a portion of a private name', `NR REL TO EST ${end} | __proto__: NR REL TO EST ${end}`],
    ['a portion without a label', `NR REL TO EST ${end} | a:`],
    ['unlabelled and more', `UNLABELLED ${end}`],
    ['a name that every object has', 'constructor'],
    ['a quotation without end', `NR REL TO EST ${end} AS "${'\\"'.repeat(4000)}`],
    ['ten thousand characters', 'NR '.repeat(3400)],
    ['a real one, too long', `NR REL TO EST ${end} AS "${'x'.repeat(10_000)}"`],
    ['many brackets', `NR UNTIL x THEN (`.repeat(400)],
    ['a year that is none', 'NR REL TO EST ORIGINATOR EST CREATED +02024-05-17'],
    ['an hour that is none', `NR REL TO EST ${end} REVIEW 2024-05-17T24:00:00.000Z`],
  ])('is unreadable: %s', (_title, text) => {
    expect(parseMarking(text)).toBeNull();
  });

  it('is unreadable whatever it is, and never throws', () => {
    const words = fc.constantFrom(
      'NR',
      'NS',
      'REL',
      'TO',
      'EST',
      ',',
      '|',
      '(',
      ')',
      '"',
      '\\',
      'THEN',
      'UNTIL',
      'ANY',
      'OF',
      'TLP:RED',
      'a:',
      ' ',
      'AS',
      'UNLABELLED',
    );
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words, { maxLength: 40 }).map((each) => each.join(' ')),
    );
    fc.assert(
      fc.property(noise, (text) => {
        expect(isCanonicalOrUnreadable(text)).toBe(true);
        expect(() => [parseLabel(text), parseLabel(text, estonian)]).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  it('is what becomes of a marking when one character is changed, or it says so itself', () => {
    fc.assert(
      fc.property(markings, fc.nat(), fc.constantFrom('', ' ', 'A', ',', '"', ')', '|'), (marking, at, character) => {
        const text = markingText(marking);
        const place = at % text.length;
        const changed = text.slice(0, place) + character + text.slice(place + 1);
        expect(isCanonicalOrUnreadable(changed)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a label as people write it', () => {
  it.each([
    ['NR REL TO NATO', `NR REL TO EST,NATO ${end}`],
    ['NR', `NR REL TO EST ${end}`],
    ['NR REL TO NOBODY', `NR REL TO EST ${end}`],
    ['NU REL TO ALL TLP:CLEAR', `NU REL TO ALL TLP:CLEAR ${end}`],
    [
      'NS TLP:AMBER+STRICT REL TO LVA , EST,LVA ALL OF coi:B, coi:A',
      `NS REL TO EST,LVA ALL OF coi:A,coi:B TLP:AMBER+STRICT ${end}`,
    ],
    ['NR REL TO LVA ORIGINATOR LVA CREATED 2020-01-01', 'NR REL TO LVA ORIGINATOR LVA CREATED 2020-01-01'],
    ['NR REL TO USA ORIGINATOR LVA,POL', 'NR REL TO USA ORIGINATOR LVA,POL CREATED 2024-05-17'],
    [
      'NS UNTIL 2027-01-01T00:00:00.000Z THEN (NR REL TO NATO)',
      `NS REL TO EST ${end} UNTIL 2027-01-01T00:00:00.000Z THEN (NR REL TO EST,NATO ${end})`,
    ],
    ['NR REL NATO', '`REL NATO` is not a clause of a label'],
    ['SECRET', '`SECRET` is not a level: write NU, NR, NC, NS or CTS'],
    ['NR | a: NS', 'nothing may follow before `|`'],
    ['UNLABELLED', '`UNLABELLED` is not a level: write NU, NR, NC, NS or CTS'],
    ['x'.repeat(10_000), 'the text is longer than 8192 characters'],
  ])('%s', (text, expected) => {
    expect(shortLabel(text)).toBe(expected);
  });

  it('without defaults is taken as written', () => {
    expect(parseLabel(`NR REL TO NATO ${end}`)).toMatchObject({ releasableTo: ['NATO'] });
  });
});
