import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import type { Domain } from '../../../schema/label/domain.ts';
import { dominates } from '../../../schema/label/dominates.ts';
import type { Label } from '../../../schema/label/label.ts';
import { unlabelled } from '../../../schema/label/label.ts';
import { minLevel } from '../../../schema/label/level.ts';
import type { Level } from '../../../schema/label/level.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import type { World } from './World.ts';
import words from './vocabulary/words.json' with { type: 'json' };

/** A label of one nation, released to it and to some others by name. */
export function labelOf(
  nation: string,
  level: Level,
  releasableTo: readonly string[],
  more: Partial<Label> & Pick<Label, 'createdOn'>,
): Label {
  return {
    level,
    releasableTo: [...new Set([nation, ...releasableTo])].toSorted(),
    eyesOnly: 'ALL',
    recipients: 'ALL',
    allOf: [],
    anyOf: [],
    tlp: null,
    orcon: [],
    originators: [nation],
    originatorMarking: nationalMarkings.get(nation)?.get(level) ?? null,
    info: [],
    reviewAt: null,
    succession: null,
    ...more,
  };
}

const nationalMarkings = new Map(
  Object.entries(words.nationalMarkings).map(([nation, terms]) => [nation, new Map(Object.entries(terms))]),
);

/** Partners that a nation most often works with. */
export function neighbours(nation: string): readonly string[] {
  const region = words.regions.find((codes) => codes.includes(nation)) ?? [];
  return region.filter((code) => code !== nation);
}

/** Agreements on incidents in which this nation is named, not only a coalition of which it is a member. */
export function agreementsOf(world: World, nation: string): AllianceDocument['agreements'] {
  return world.alliance.agreements.filter(
    ({ kind, parties, covers }) =>
      ['BILATERAL', 'MULTILATERAL'].includes(kind) && parties.includes(nation) && covers.includes('INCIDENTS'),
  );
}

type Profile = (world: World, nation: string, createdOn: string) => Label | typeof unlabelled;

const some = (world: World, nation: string, count: number): string[] => world.random.sample(neighbours(nation), count);

/**
 * How nations label their records, with how often: every level, every kind of restriction. Labels are dated by the
 * year, so that equal ones intern.
 */
const profiles: readonly (readonly [weight: number, Profile])[] = [
  [6, (_, nation, createdOn) => labelOf(nation, 'NU', [], { createdOn, releasableTo: 'ALL', tlp: 'CLEAR' })],
  [9, (_, nation, createdOn) => labelOf(nation, 'NU', ['NATO'], { createdOn })],
  [5, (_, nation, createdOn) => labelOf(nation, 'NU', ['CYBER-DEFENCE'], { createdOn, tlp: 'GREEN' })],
  [20, (_, nation, createdOn) => labelOf(nation, 'NR', ['NATO'], { createdOn })],
  [5, (_, nation, createdOn) => labelOf(nation, 'NR', ['EU', 'EU-MS', 'NATO'], { createdOn })],
  [5, (_, nation, createdOn) => labelOf(nation, 'NR', ['NATO'], { createdOn, tlp: 'AMBER' })],
  [3, (_, nation, createdOn) => labelOf(nation, 'NR', ['NATO'], { createdOn, tlp: 'AMBER_STRICT' })],
  [1, (world, nation, createdOn) => recipientsOnly(world, nation, createdOn)],
  [5, (_, nation, createdOn) => labelOf(nation, 'NR', [], { createdOn })],
  [9, (_, nation, createdOn) => labelOf(nation, 'NC', ['NATO'], { createdOn })],
  [5, (world, nation, createdOn) => labelOf(nation, 'NC', some(world, nation, 4), { createdOn })],
  [3, (world, nation, createdOn) => labelOf(nation, 'NC', ['NATO'], { createdOn, anyOf: [anyCommunity(world)] })],
  [7, (_, nation, createdOn) => labelOf(nation, 'NS', ['NATO'], { createdOn, info: ['PAP:RED'] })],
  [6, (world, nation, createdOn) => underAgreement(world, nation, createdOn)],
  [3, (world, nation, createdOn) => labelOf(nation, 'NS', ['NATO'], { createdOn, allOf: [oneCommunity(world)] })],
  [2, (_, nation, createdOn) => labelOf(nation, 'NS', ['NATO'], { createdOn, allOf: ['cav:ATOMAL'] })],
  [3, (world, nation, createdOn) => eyesOnly(world, nation, createdOn)],
  [3, (world, nation, createdOn) => labelOf(nation, 'NS', some(world, nation, 5), { createdOn, orcon: [nation] })],
  [2, (_, nation, createdOn) => labelOf(nation, 'CTS', ['NATO'], { createdOn })],
  [1, (_, nation, createdOn) => labelOf(nation, 'CTS', ['GBR', 'USA'], { createdOn, allOf: ['cav:BOHEMIA'] })],
  [3, (world, nation, createdOn) => declassified(world, nation, createdOn, world.random.integer(20, 200))],
  [3, (world, nation, createdOn) => declassified(world, nation, createdOn, -world.random.integer(5, 60))],
  [2, () => unlabelled],
];

/** A label as this nation might give it to a record of that day. */
export function anyLabel(world: World, nation: string, day: string): Label | typeof unlabelled {
  return world.random.weighted(profiles)(world, nation, world.labelDay(day));
}

/** Up to secret, under one of the nation's agreements; without any, to one neighbour. */
function underAgreement(world: World, nation: string, createdOn: string): Label {
  const agreements = agreementsOf(world, nation);
  if (agreements.length === 0) return labelOf(nation, 'NS', some(world, nation, 1), { createdOn });
  const { code, ceiling } = world.random.pick(agreements);
  return labelOf(nation, minLevel(ceiling, 'NS'), [code], { createdOn });
}

const oneCommunity = (world: World): string => world.random.pick(words.communities);
const anyCommunity = (world: World): string[] => world.random.sample(words.communities, 2);

function eyesOnly(world: World, nation: string, createdOn: string): Label {
  const others = some(world, nation, 3);
  return labelOf(nation, 'NS', others, { createdOn, eyesOnly: [nation, ...others].toSorted() });
}

/** Pseudonyms of persons who are nobody's readers: TLP:RED material of other people. */
function recipientsOnly(world: World, nation: string, createdOn: string): Label {
  const recipients = [world.random.hex(22), world.random.hex(22)].toSorted();
  return labelOf(nation, 'NR', ['NATO'], { createdOn, tlp: 'RED', recipients });
}

/** Secret among a few until a day, restricted for all afterwards. */
function declassified(world: World, nation: string, createdOn: string, daysAgo: number): Label {
  const at = `${world.daysAgo(daysAgo).slice(0, 10)}T00:00:00.000Z`;
  const label = labelOf(nation, 'NR', ['NATO'], { createdOn });
  return labelOf(nation, 'NS', some(world, nation, 3), { createdOn, succession: { at, label } });
}

/** A stricter label for a portion of a record with this label: higher, and where it says so for fewer. */
function stricter(label: Label, nation: string, level: Level, releasableTo: readonly string[] | null): Label {
  const names = releasableTo ?? (label.releasableTo === 'ALL' ? ['NATO'] : label.releasableTo);
  const { createdOn, eyesOnly, recipients, allOf, anyOf, orcon } = label;
  const tlp = label.tlp === 'CLEAR' ? null : label.tlp;
  return labelOf(nation, level, names, { createdOn, eyesOnly, recipients, allOf, anyOf, orcon, tlp });
}

/** Portion labels as written, those left out that would be weaker than the record's own label. */
export function portionTexts<Field extends string>(
  world: World,
  nation: string,
  domain: Domain,
  label: Label | typeof unlabelled,
  wanted: readonly (readonly [field: Field, level: Level, releasableTo: readonly string[] | null])[],
): Partial<Record<Field, string>> {
  if (label === unlabelled) return {};
  const of = (label: Label) => resolve(label, nation, world.directory, domain, world.now);
  const record = of(label);
  const texts: Partial<Record<Field, string>> = {};
  for (const [field, level, releasableTo] of wanted) {
    const portion = stricter(label, nation, level, releasableTo);
    if (dominates(of(portion), record)) texts[field] = labelText(portion);
  }
  return texts;
}
