import fc from 'fast-check';

import { normalCategories } from '../../schema/label/categories.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import { tlpColours, type Label, type Marking, type Names, type Restriction } from '../../schema/label/label.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import { levels } from '../../schema/label/level.ts';
import { sorted } from '../../schema/label/names.ts';
import type { TestReader } from './TestReader.ts';

const bodies = ['DEU', 'EST', 'EU', 'LVA', 'POL', 'USA'] as const;
const names = [...bodies, 'NATO', 'EU-MS', 'EST-LVA', 'ATLANTIS'];
const nationalities = ['EST', 'LVA', 'POL', 'USA'];
const persons = ['p1', 'p2', 'p3'];
const categories = ['cav:ATOMAL', 'coi:A', 'coi:AGENCY', 'coi:B', 'coi:CONSTITUENT'];

const some = (items: readonly string[], minLength = 0): fc.Arbitrary<readonly string[]> =>
  fc.subarray([...items], { minLength }).map(sorted);
const mostly = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const instant = fc
  .date({ min: new Date('2023-06-01'), max: new Date('2027-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const groups = fc.array(some(categories, 1), { maxLength: 2 }).map((found) => {
  return sorted(found.map((group) => group.join())).map((group) => group.split(','));
});

const labelWith = (succession: fc.Arbitrary<Label['succession']>): fc.Arbitrary<Label> =>
  fc
    .record({
      level: fc.constantFrom(...levels),
      releasableTo: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Names>('ALL') },
        { weight: 9, arbitrary: some(names) },
      ),
      eyesOnly: mostly<Names>('ALL', some(nationalities)),
      recipients: some(persons),
      allOf: mostly<readonly string[]>([], some(categories)),
      anyOf: mostly<Label['anyOf']>([], groups),
      tlp: mostly<Label['tlp']>(null, fc.constantFrom(...tlpColours)),
      orcon: mostly<readonly string[]>([], some(bodies)),
      originators: mostly(['EST'], some([...bodies, 'ATLANTIS'], 1)),
      originatorMarking: mostly<string | null>(null, fc.string({ unit: 'grapheme' })),
      info: mostly<readonly string[]>([], fc.array(fc.string(), { maxLength: 3 }).map(sorted)),
      createdOn: instant.map((text) => text.slice(0, 10)),
      reviewAt: mostly<string | null>(null, instant),
      succession,
    })
    .map((label): Label => {
      const everybody = label.releasableTo === 'ALL';
      const tlp = everybody ? 'CLEAR' : label.tlp;
      return {
        ...label,
        level: everybody ? 'NU' : label.level,
        tlp,
        recipients: tlp === 'RED' ? label.recipients : 'ALL',
        orcon: label.orcon.filter((code) => label.originators.includes(code)),
      };
    })
    .filter((label) => labelProblem(label) === null);

/** Labels that the policy allows. */
export const labels: fc.Arbitrary<Label> = labelWith(
  mostly<Label['succession']>(null, fc.record({ at: instant, label: labelWith(fc.constant(null)) })),
);

export const markings: fc.Arbitrary<Marking> = fc.record({
  label: fc.oneof({ weight: 9, arbitrary: labels }, { weight: 1, arbitrary: fc.constant('UNLABELLED' as const) }),
  portions: fc
    .dictionary(fc.constantFrom('attribution', 'description', 'constructor', 'toString'), labels, {
      noNullPrototype: true,
    })
    .map((portions) => new Map(Object.entries(portions))),
});

/** Restrictions in normal form, groups that nobody can meet among them. */
export const restrictions: fc.Arbitrary<Restriction> = fc
  .record({
    level: fc.constantFrom(...levels),
    audience: fc.oneof(fc.constant<Names>('ALL'), some(bodies)),
    eyes: mostly<Names>('ALL', some(nationalities)),
    recipients: mostly<Names>('ALL', some(persons)),
    allOf: mostly<readonly string[]>([], some(categories)),
    anyOf: fc.array(some(categories), { maxLength: 3 }),
    orcon: some(['EST', 'POL']),
    originators: some(['EST', 'POL']),
    officerOnly: mostly(false, fc.boolean()),
  })
  .map((restriction) => ({ ...restriction, ...normalCategories(restriction) }));

const level = fc.constantFrom(...levels);
const domainLevels = fc.record({
  INCIDENTS: level,
  INDICATORS: level,
  CAPABILITIES: level,
  EXERCISES: level,
  LESSONS: level,
  CENTRAL: level,
});
const holder = {
  nation: fc.constantFrom(...bodies),
  nationality: fc.constantFrom(...nationalities),
  categories: some(categories),
  roles: fc.subarray(['ANALYST', 'SECURITY_OFFICER'] as const),
  aal: fc.constantFrom(1, 2, 3),
};

export const clearances: fc.Arbitrary<Clearance> = fc.record({
  ...holder,
  pseudonym: fc.constantFrom(...persons),
  levels: domainLevels,
  lower: fc.dictionary(fc.constantFrom('EST', 'POL'), domainLevels),
});

export const readers: fc.Arbitrary<TestReader> = fc.record({
  ...holder,
  level,
  person: fc.constantFrom(...persons),
  clearedUntil: mostly(Infinity, instant.map(Date.parse)),
});
