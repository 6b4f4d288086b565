import type { LessonRecord } from '../../exercises/records.ts';
import { labelText } from '../../../schema/label/marking.ts';
import type { World } from './World.ts';
import { portionTexts } from './labelProfiles.ts';
import words from './vocabulary/words.json' with { type: 'json' };

const lessonsEach = 14;

/** A nation learns from exercises, above all those for which help was asked, and from incidents of any nation. */
export function generateLessons(world: World, nation: string): void {
  const { random } = world;
  const asked = new Set(world.of('CapabilityRequest').map(({ record }) => record.exercise));
  const exercises = world.of('Exercise').filter((made) => world.mayBuildOn(nation, made));
  const known = exercises.filter(({ record }) => asked.has(record.id));
  const incidents = world.of('Incident').filter((made) => world.mayBuildOn(nation, made));
  for (let made = 0; made < lessonsEach; made += 1) {
    const choice = random.chance(0.8) && known.length > 0 ? known : exercises;
    const exercise = choice.length > 0 && random.chance(0.75) ? random.pick(choice) : null;
    const learnedFrom = random.sample(incidents, random.integer(exercise === null ? 1 : 0, 2));
    const sources = [...(exercise === null ? [] : [exercise]), ...learnedFrom];
    const label = sources.length === 0 ? null : world.derive(nation, 'LESSONS', sources);
    if (label === null) continue;
    const { title, observation, discussion, conclusion, recommendation } = random.pick(words.lessons);
    const record: LessonRecord = {
      __typename: 'Lesson',
      id: world.id(nation, 'lesson'),
      label: labelText(label),
      portions: portionTexts(world, nation, 'LESSONS', label, [
        ...(random.chance(0.3) ? [['discussion', 'NC', null] as const] : []),
        ...(random.chance(0.15) ? [['observation', 'NS', null] as const] : []),
      ]),
      title,
      observation,
      discussion,
      conclusion,
      recommendation,
      status: random.pick([
        'OBSERVATION',
        'LESSON_IDENTIFIED',
        'ACTION_PLANNED',
        'IMPLEMENTED',
        'LESSON_LEARNED',
      ] as const),
      recordedAt: world.daysAgo(random.integer(0, 90) + random.fraction()),
      exercise: exercise?.record.id ?? null,
      incidents: learnedFrom.map(({ record }) => record.id),
      actionBy: random.sample(world.nations, 2),
    };
    world.add({ nation, domain: 'LESSONS', label, record });
  }
}
