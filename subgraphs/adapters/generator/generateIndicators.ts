import type { IncidentRecord, IndicatorRecord, IndicatorType } from '../../incidents/records.ts';
import type { SeededRandom } from './SeededRandom.ts';
import type { Made, World } from './World.ts';
import { writtenLabel } from './World.ts';
import { portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

/** Addresses and names from the ranges reserved for documentation (RFC 5737, 3849, 2606): nobody's. */
const patterns: readonly (readonly [IndicatorType, (random: SeededRandom) => string])[] = [
  ['IPV4', (random) => `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.integer(1, 254)}`],
  ['IPV6', (random) => `2001:db8:${random.hex(3)}::${random.integer(1, 254)}`],
  ['DOMAIN', domain],
  ['URL', (random) => `https://${domain(random)}/${random.hex(6)}`],
  ['EMAIL', (random) => `office@${domain(random)}`],
  ['FILE_MD5', (random) => random.hex(32)],
  ['FILE_SHA1', (random) => random.hex(40)],
  ['FILE_SHA256', (random) => random.hex(64)],
  ['STIX_PATTERN', (random) => `[domain-name:value = '${domain(random)}']`],
];

function domain(random: SeededRandom): string {
  return `${random.pick(words.hosts)}-${random.integer(1, 40)}.example`;
}

/** Values that belong to campaigns: the same ones turn up in several nations. */
const sharedValues: readonly (readonly [IndicatorType, string])[] = [
  ['DOMAIN', 'harbour-relay.example'],
  ['IPV4', '203.0.113.77'],
  ['FILE_SHA256', '9f2c6ad1b0e84b7f5f1d3c8a7e6b5d4c3b2a190817263544536271809fa8b7c6'],
];

export const isCampaignValue = (value: string | null): boolean => sharedValues.some(([, shared]) => shared === value);

export function generateIndicators(world: World, incident: Made<IncidentRecord>): void {
  const { random } = world;
  const { nation, label, record } = incident;
  const count = random.weighted([
    [4, 0],
    [4, 1],
    [3, 2],
    [1, 4],
  ]);
  for (let made = 0; made < count; made += 1) {
    const [type, value] = random.pick(patterns);
    const [sharedType, sharedValue] = random.pick(sharedValues);
    const shared = random.chance(0.15);
    const indicator: IndicatorRecord = {
      __typename: 'Indicator',
      id: world.id(nation, 'indicator'),
      label: writtenLabel(label),
      portions: random.chance(0.1) ? portionTexts(world, nation, 'INDICATORS', label, [['pattern', 'NC', null]]) : {},
      incident: record.id,
      type: shared ? sharedType : type,
      pattern: shared ? sharedValue : value(random),
      confidence: random.integer(6, 20) * 5,
      validFrom: record.detectedAt,
      validUntil: null,
      pap: random.pick(['CLEAR', 'GREEN', 'AMBER', null] as const),
    };
    world.add({ nation, domain: 'INDICATORS', label, record: indicator });
  }
}
