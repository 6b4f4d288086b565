import type { AcknowledgementRecord, IncidentLinkRecord } from '../../incidents/records.ts';
import { labelText } from '../../../schema/label/marking.ts';
import { addSighting } from './addSighting.ts';
import { afterwards } from './afterwards.ts';
import type { World } from './World.ts';
import { portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

const acknowledgementsEach = 30;
const linksEach = 20;
const sightingsEach = 25;

/** What one nation records about the incidents and indicators of others, and how they hang together. */
export function crossIncidents(world: World, nation: string): void {
  generateAcknowledgements(world, nation);
  generateLinks(world, nation);
  generateSightings(world, nation);
}

function generateAcknowledgements(world: World, nation: string): void {
  const { random } = world;
  const foreign = world.of('Incident').filter((made) => made.nation !== nation && world.mayBuildOn(nation, made));
  for (const incident of random.sample(foreign, acknowledgementsEach)) {
    const label = world.derive(nation, 'INCIDENTS', [incident]);
    if (label === null) continue;
    const record: AcknowledgementRecord = {
      __typename: 'Acknowledgement',
      id: world.id(nation, 'acknowledgement'),
      label: labelText(label),
      portions: random.chance(0.3) ? portionTexts(world, nation, 'INCIDENTS', label, [['note', 'NC', null]]) : {},
      incident: incident.record.id,
      at: afterwards(world, incident.record.reportedAt, 1),
      note: random.chance(0.8) ? random.pick(words.acknowledgements) : null,
    };
    world.add({ nation, domain: 'INCIDENTS', label, record });
  }
}

/** Between two of its own, its own and another's, or two of others: whatever the nation may know. */
function generateLinks(world: World, nation: string): void {
  const { random } = world;
  const known = world.of('Incident').filter((made) => world.mayBuildOn(nation, made));
  const own = known.filter((made) => made.nation === nation);
  const foreign = known.filter((made) => made.nation !== nation);
  for (let made = 0; made < linksEach; made += 1) {
    const froms = random.chance(0.8) || foreign.length === 0 ? own : foreign;
    const tos = random.chance(0.8) && foreign.length > 0 ? foreign : own;
    if (froms.length === 0 || tos.length === 0) return;
    const [from, to] = [random.pick(froms), random.pick(tos)];
    const label = from === to ? null : world.derive(nation, 'INCIDENTS', [from, to]);
    if (label === null) continue;
    const record: IncidentLinkRecord = {
      __typename: 'IncidentLink',
      id: world.id(nation, 'incidentLink'),
      label: labelText(label),
      portions: {},
      relation: random.pick(['RELATED_TO', 'SAME_CAMPAIGN', 'SHARED_INDICATOR', 'LED_TO'] as const),
      from: from.record.id,
      to: to.record.id,
      confidence: random.integer(6, 20) * 5,
      assertedAt: afterwards(world, later(from.record.reportedAt, to.record.reportedAt), 3),
    };
    world.add({ nation, domain: 'INCIDENTS', label, record });
  }
}

function generateSightings(world: World, nation: string): void {
  const { random } = world;
  const known = world.of('Indicator').filter((made) => world.mayBuildOn(nation, made));
  const own = world.of('Incident').filter((made) => made.nation === nation && world.mayBuildOn(nation, made));
  for (const indicator of random.sample(known, sightingsEach)) {
    const incident = random.chance(0.5) && own.length > 0 ? random.pick(own) : null;
    const label = world.derive(nation, 'INDICATORS', incident === null ? [indicator] : [indicator, incident]);
    if (label === null) continue;
    addSighting(world, nation, indicator.record, { incident: incident?.record.id ?? null, label, most: 4000 });
  }
}

const later = (a: string | null, b: string | null): string | null => ((a ?? '') > (b ?? '') ? a : b);
