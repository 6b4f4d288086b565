import type { CapabilityOfferRecord, CapabilityRecord } from '../../capabilities/records.ts';
import type { Made, World } from './World.ts';
import { writtenLabel } from './World.ts';
import { labelOf, neighbours, portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

/** What one nation can do for others, and what it offers unasked. */
export function generateCapabilities(world: World, nation: string): void {
  const { random } = world;
  for (const template of random.sample(words.capabilities, 8)) {
    const capability = world.add(generateCapability(world, nation, template));
    if (random.chance(0.7)) generateOffer(world, capability);
  }
}

type Template = (typeof words.capabilities)[number];

function generateCapability(world: World, nation: string, template: Template): Made<CapabilityRecord> {
  const { random } = world;
  const sovereign = template.kind === 'SOVEREIGN_EFFECT';
  const level = sovereign
    ? 'NS'
    : random.weighted([
        [2, 'NU'],
        [5, 'NR'],
        [2, 'NC'],
        [1, 'NS'],
      ] as const);
  const audience = random.chance(0.75) ? ['NATO'] : neighbours(nation);
  const label = labelOf(nation, level, audience, {
    createdOn: world.labelDay(world.daysAgo(200)),
    allOf: sovereign ? ['coi:SCEPVA'] : [],
  });
  const record: CapabilityRecord = {
    __typename: 'Capability',
    id: world.id(nation, 'capability'),
    label: writtenLabel(label),
    portions: portionTexts(world, nation, 'CAPABILITIES', label, [
      ...(random.chance(0.3) ? [['headcount', 'NC', null] as const] : []),
      ...(random.chance(0.3) ? [['noticeToMoveHours', 'NS', null] as const] : []),
      ...(random.chance(0.2) ? [['tooling', 'NC', null] as const] : []),
      ...(random.chance(0.3) ? [['pointOfContact', 'NR', null] as const] : []),
      ...(sovereign ? [['effect', 'CTS', null] as const] : []),
    ]),
    name: template.name.replace('{number}', String(random.integer(1, 4))),
    kind: template.kind as CapabilityRecord['kind'],
    summary: template.summary,
    readiness: random.pick(['R30D', 'R10D', 'R72H', 'R24H', 'R6H', 'IMMEDIATE', 'COMMITTED', 'UNAVAILABLE'] as const),
    noticeToMoveHours: random.pick([6, 24, 72, 240]),
    deployable: random.chance(0.5),
    remote: random.chance(0.7),
    headcount: random.integer(4, 40),
    specialisms: template.specialisms,
    tooling:
      template.tooling.length === 0
        ? null
        : template.tooling.map((name) => ({ name, version: null, standards: [], postQuantumReady: null })),
    effect: sovereign
      ? {
          description: 'Denies an intruder its servers abroad for a set time.',
          approvalAuthority: 'Head of government',
          targetClasses: ['hosting', 'domain names'],
        }
      : null,
    pointOfContact: `duty officer, national cyber agency of ${nation}`,
    agreements: world.alliance.agreements
      .filter(
        ({ covers, parties }) =>
          covers.includes('CAPABILITIES') && (parties.includes(nation) || parties.includes('NATO')),
      )
      .slice(0, 2)
      .map(({ id }) => id),
  };
  return { nation, domain: 'CAPABILITIES', label, record };
}

function generateOffer(world: World, capability: Made<CapabilityRecord>): void {
  const { random } = world;
  const { nation, domain, label, record } = capability;
  const to = world.nations.filter((other) => other !== nation && world.mayBuildOn(other, capability));
  const offer: CapabilityOfferRecord = {
    __typename: 'CapabilityOffer',
    id: world.id(nation, 'offer'),
    label: writtenLabel(label),
    portions: random.chance(0.3) ? portionTexts(world, nation, domain, label, [['terms', 'NC', null]]) : {},
    capability: record.id,
    to: random.sample(to, 5),
    from: world.daysAgo(random.integer(10, 300)),
    until: random.chance(0.5) ? world.daysAgo(-random.integer(10, 300)) : null,
    under: record.agreements[0] ?? null,
    terms: random.pick(words.terms),
  };
  world.add({ nation, domain, label, record: offer });
}
