import type {
  ExercisePhase,
  ExerciseRecord,
  InjectRecord,
  ObjectiveRecord,
  TeamRecord,
} from '../../exercises/records.ts';
import type { Label } from '../../../schema/label/label.ts';
import { labelText } from '../../../schema/label/marking.ts';
import type { World } from './World.ts';
import { labelOf, neighbours, portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

/** Days before now at which the exercises of a nation begin; the last lies ahead. */
const beginnings = [400, 120, 1, -60];

/** The exercises that one nation hosts, with objectives, teams and injects. */
export function generateExercises(world: World, nation: string): void {
  for (const daysAgo of beginnings) generateExercise(world, nation, daysAgo + world.random.fraction());
}

function generateExercise(world: World, nation: string, daysAgo: number): void {
  const { random } = world;
  const template = random.pick(words.exercises);
  const startsAt = world.daysAgo(daysAgo);
  const guests = random.sample(
    world.nations.filter((other) => other !== nation),
    4,
  );
  const audience = random.chance(0.6) ? ['NATO'] : [...guests, ...neighbours(nation)];
  const level = random.weighted([
    [2, 'NU'],
    [6, 'NR'],
    [1, 'NC'],
  ] as const);
  const label = labelOf(nation, level, audience, {
    createdOn: world.labelDay(startsAt),
    info: [`EXERCISE ${template.name.toUpperCase()}`],
  });
  const over = daysAgo > 3;
  const record: ExerciseRecord = {
    __typename: 'Exercise',
    id: world.id(nation, 'exercise'),
    label: labelText(label),
    portions: portionTexts(world, nation, 'EXERCISES', label, [
      ...(random.chance(0.4) ? [['scenario', 'NC', null] as const] : []),
      ...(random.chance(0.2) ? [['participants', 'NR', null] as const] : []),
    ]),
    name: `${template.name} ${startsAt.slice(0, 4)}`,
    series: template.series as ExerciseRecord['series'],
    kind: template.kind as ExerciseRecord['kind'],
    phase: phaseOf(daysAgo),
    startsAt,
    endsAt: world.daysAgo(daysAgo - 3),
    participants: [nation, ...guests].toSorted(),
    partnerOrganisations: random.chance(0.3) ? ['EU'] : [],
    scenario: template.scenario,
  };
  world.add({ nation, domain: 'EXERCISES', label, record });
  generateObjectives(world, nation, record.id, label, over);
  const teams = generateTeams(world, nation, record.id, label, [nation, ...guests], over);
  generateInjects(world, nation, record.id, label, teams, daysAgo);
}

function phaseOf(daysAgo: number): ExercisePhase {
  if (daysAgo > 200) return 'CLOSED';
  if (daysAgo > 3) return 'ASSESSMENT';
  return daysAgo > 0 ? 'EXECUTION' : 'PLANNING';
}

function generateObjectives(world: World, nation: string, exercise: string, label: Label, over: boolean): void {
  for (const text of world.random.sample(words.objectives, 3)) {
    const record: ObjectiveRecord = {
      __typename: 'Objective',
      id: world.id(nation, 'objective'),
      label: labelText(label),
      portions: world.random.chance(0.4)
        ? portionTexts(world, nation, 'EXERCISES', label, [['met', 'NC', [nation]]])
        : {},
      exercise,
      text,
      trainingAudience: world.random.pick(words.audiences),
      met: over ? world.random.pick(['MET', 'PARTLY', 'NOT_MET', 'NOT_OBSERVED'] as const) : null,
    };
    world.add({ nation, domain: 'EXERCISES', label, record });
  }
}

function generateTeams(
  world: World,
  nation: string,
  exercise: string,
  label: Label,
  nations: readonly string[],
  over: boolean,
): readonly string[] {
  return (['BLUE', 'BLUE', 'RED', 'WHITE', 'LEGAL'] as const).map((role) => {
    const record: TeamRecord = {
      __typename: 'Team',
      id: world.id(nation, 'team'),
      label: labelText(label),
      portions: portionTexts(world, nation, 'EXERCISES', label, [['score', 'NR', [nation]]]),
      exercise,
      role,
      nations: world.random.sample(nations, 2).toSorted(),
      score: over && role === 'BLUE' ? world.random.integer(400, 950) / 10 : null,
    };
    return world.add({ nation, domain: 'EXERCISES', label, record }).record.id;
  });
}

/** Until it is released an inject is for exercise control alone; its label says from when it is for all. */
function generateInjects(
  world: World,
  nation: string,
  exercise: string,
  label: Label,
  teams: readonly string[],
  daysAgo: number,
): void {
  words.injects.forEach(({ content, expected }, index) => {
    const plannedAt = world.daysAgo(daysAgo - 0.2 - index * 0.5);
    const guarded: Label = { ...label, allOf: ['coi:EXCON'], succession: { at: plannedAt, label } };
    const expectation: Label = { ...label, allOf: ['coi:EXCON'] };
    const record: InjectRecord = {
      __typename: 'Inject',
      id: world.id(nation, 'inject'),
      label: labelText(guarded),
      portions: { expectedReaction: labelText(expectation) },
      exercise,
      plannedAt,
      releasedAt: Date.parse(plannedAt) <= world.now ? plannedAt : null,
      teams: world.random.sample(teams, 2),
      content,
      expectedReaction: expected,
    };
    world.add({ nation, domain: 'EXERCISES', label: guarded, record });
  });
}
