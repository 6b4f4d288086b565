import type { IndicatorSightingRecord } from '../../incidents/records.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { isCampaignValue } from './generateIndicators.ts';
import type { World } from './World.ts';
import { afterwards } from './crossIncidents.ts';

/** What belongs to a campaign was seen at work in the incident that it was recorded with. */
export function campaignSightings(world: World, nation: string): void {
  const { random } = world;
  const incidents = new Map(world.of('Incident').map((made) => [made.record.id, made]));
  const own = world.of('Indicator').filter((made) => made.nation === nation && isCampaignValue(made.record.pattern));
  for (const indicator of own) {
    const incident = incidents.get(indicator.record.incident ?? '');
    const sources = incident ? [indicator, incident] : [indicator];
    const label = sources.every((source) => world.mayBuildOn(nation, source))
      ? world.derive(nation, 'INDICATORS', sources)
      : null;
    if (!incident || label === null) continue;
    const firstSeen = afterwards(world, indicator.record.validFrom, 1);
    const record: IndicatorSightingRecord = {
      __typename: 'IndicatorSighting',
      id: world.id(nation, 'sighting'),
      label: labelText(label),
      portions: {},
      indicator: indicator.record.id,
      incident: incident.record.id,
      firstSeen,
      lastSeen: afterwards(world, firstSeen, 5),
      count: random.integer(1, 40),
    };
    world.add({ nation, domain: 'INDICATORS', label, record });
  }
}
