import type {
  CapabilityKind,
  CapabilityRequestRecord,
  CapabilityUseRecord,
  RequestAnswerRecord,
} from '../../capabilities/records.ts';
import { labelText } from '../../../schema/label/marking.ts';
import type { World } from './World.ts';
import { portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

const requestsEach = 8;
const answersEach = 10;

/** A nation asks for help with incidents, its own and others', also as part of exercises that others host. */
export function generateRequests(world: World, nation: string): void {
  const { random } = world;
  const incidents = world.of('Incident').filter((made) => world.mayBuildOn(nation, made));
  const exercises = world.of('Exercise').filter((made) => world.mayBuildOn(nation, made));
  const foreign = incidents.filter((made) => made.nation !== nation);
  for (let made = 0; made < requestsEach; made += 1) {
    const choice = random.chance(0.6) && foreign.length > 0 ? foreign : incidents;
    const incident = choice.length > 0 && random.chance(0.9) ? random.pick(choice) : null;
    const exercise = exercises.length > 0 && random.chance(0.6) ? random.pick(exercises) : null;
    const sources = [incident, exercise].filter((source) => source !== null);
    const label = sources.length === 0 ? null : world.derive(nation, 'CAPABILITIES', sources);
    if (label === null) continue;
    const openedDaysAgo = random.integer(1, 120) + random.fraction();
    const record: CapabilityRequestRecord = {
      __typename: 'CapabilityRequest',
      id: world.id(nation, 'capabilityRequest'),
      label: labelText(label),
      portions: random.chance(0.25) ? portionTexts(world, nation, 'CAPABILITIES', label, [['need', 'NC', null]]) : {},
      kinds: random.sample<CapabilityKind>(
        ['DIGITAL_FORENSICS', 'MALWARE_ANALYSIS', 'OT_ICS', 'RAPID_REACTION_TEAM', 'THREAT_HUNTING'],
        2,
      ),
      urgency: random.pick(['ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH'] as const),
      status: random.pick(['OPEN', 'OPEN', 'MATCHED', 'ACCEPTED', 'DEPLOYED', 'COMPLETED', 'WITHDRAWN'] as const),
      openedAt: world.daysAgo(openedDaysAgo),
      neededBy: random.chance(0.6) ? world.daysAgo(openedDaysAgo - random.integer(2, 20)) : null,
      need: random.pick(words.needs),
      incident: incident?.record.id ?? null,
      exercise: exercise?.record.id ?? null,
      to: null,
      accepted: [],
    };
    world.add({ nation, domain: 'CAPABILITIES', label, record });
  }
}

/** A nation answers the requests of others that it may know. */
export function generateAnswers(world: World, nation: string): void {
  const { random } = world;
  const requests = world
    .of('CapabilityRequest')
    .filter((made) => made.nation !== nation && world.mayBuildOn(nation, made));
  const capabilities = world.of('Capability').filter((made) => made.nation === nation);
  for (const request of random.sample(requests, answersEach)) {
    const response = random.pick(['OFFER', 'OFFER', 'DECLINE', 'NEED_MORE_INFORMATION'] as const);
    const capability = response === 'OFFER' && capabilities.length > 0 ? random.pick(capabilities) : null;
    const label = world.derive(nation, 'CAPABILITIES', capability === null ? [request] : [request, capability]);
    if (label === null) continue;
    const opened = (world.now - Date.parse(request.record.openedAt)) / 86_400_000;
    const record: RequestAnswerRecord = {
      __typename: 'RequestAnswer',
      id: world.id(nation, 'requestAnswer'),
      label: labelText(label),
      portions: random.chance(0.3) ? portionTexts(world, nation, 'CAPABILITIES', label, [['terms', 'NC', null]]) : {},
      request: request.record.id,
      at: world.daysAgo(opened * random.fraction()),
      response,
      capability: capability?.record.id ?? null,
      terms: response === 'OFFER' ? random.pick(words.terms) : null,
    };
    world.add({ nation, domain: 'CAPABILITIES', label, record });
  }
}

/** What a nation brought to exercises, its own and others', and how it did. */
export function generateUses(world: World, nation: string): void {
  const { random } = world;
  const capabilities = world.of('Capability').filter((made) => made.nation === nation);
  const exercises = world
    .of('Exercise')
    .filter((made) => world.mayBuildOn(nation, made) && made.record.participants?.includes(nation))
    .filter(({ record }) => Date.parse(record.endsAt ?? '') < world.now);
  for (const exercise of exercises) {
    for (const capability of random.sample(capabilities, 2)) {
      const label = world.derive(nation, 'CAPABILITIES', [exercise, capability]);
      if (label === null) continue;
      const record: CapabilityUseRecord = {
        __typename: 'CapabilityUse',
        id: world.id(nation, 'capabilityUse'),
        label: labelText(label),
        portions: random.chance(0.4)
          ? portionTexts(world, nation, 'CAPABILITIES', label, [['rating', 'NC', null]])
          : {},
        exercise: exercise.record.id,
        capability: capability.record.id,
        recordedAt: exercise.record.endsAt ?? world.daysAgo(1),
        team: random.pick(['Blue 1', 'Blue 2', 'Green']),
        rating: random.integer(1, 5),
        note: random.pick(words.ratingNotes),
      };
      world.add({ nation, domain: 'CAPABILITIES', label, record });
    }
  }
}
