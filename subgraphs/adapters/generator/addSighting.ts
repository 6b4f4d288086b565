import type { IndicatorSightingRecord } from '../../incidents/records.ts';
import type { Label } from '../../../schema/label/label.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { afterwards } from './afterwards.ts';
import type { World } from './World.ts';

/** One of an indicator with this id, up to so many times, not before it was valid. */
export function addSighting(
  world: World,
  nation: string,
  indicator: { readonly id: string; readonly validFrom: string | null },
  seen: { readonly incident: string | null; readonly label: Label; readonly most: number },
): void {
  const firstSeen = afterwards(world, indicator.validFrom, 1);
  const record: IndicatorSightingRecord = {
    __typename: 'IndicatorSighting',
    id: world.id(nation, 'sighting'),
    label: labelText(seen.label),
    portions: {},
    indicator: indicator.id,
    incident: seen.incident,
    firstSeen,
    lastSeen: afterwards(world, firstSeen, 5),
    count: world.random.integer(1, seen.most),
  };
  world.add({ nation, domain: 'INDICATORS', label: seen.label, record });
}
