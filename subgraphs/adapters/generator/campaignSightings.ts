import { addSighting } from './addSighting.ts';
import { isCampaignValue } from './generateIndicators.ts';
import type { World } from './World.ts';

/** What belongs to a campaign was seen at work in the incident that it was recorded with. */
export function campaignSightings(world: World, nation: string): void {
  const incidents = new Map(world.of('Incident').map((made) => [made.record.id, made]));
  const own = world.of('Indicator').filter((made) => made.nation === nation && isCampaignValue(made.record.pattern));
  for (const indicator of own) {
    const incident = incidents.get(indicator.record.incident ?? '');
    const sources = incident ? [indicator, incident] : [indicator];
    const label = sources.every((source) => world.mayBuildOn(nation, source))
      ? world.derive(nation, 'INDICATORS', sources)
      : null;
    if (!incident || label === null) continue;
    addSighting(world, nation, indicator.record, { incident: incident.record.id, label, most: 40 });
  }
}
