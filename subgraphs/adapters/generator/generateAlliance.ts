import type { GeneratedRecord, GeneratorOptions } from './World.ts';
import { World } from './World.ts';
import { generateAnswers, generateRequests, generateUses } from './crossCapabilities.ts';
import { campaignSightings } from './campaignSightings.ts';
import { crossIncidents } from './crossIncidents.ts';
import { generateCapabilities } from './generateCapabilities.ts';
import { generateExercises } from './generateExercises.ts';
import { generateIncidents } from './generateIncidents.ts';
import { generateLessons } from './generateLessons.ts';

/** In this order: what a nation has by itself, then what nations make of each other's records. */
const chapters = [
  generateIncidents,
  generateCapabilities,
  generateExercises,
  crossIncidents,
  generateRequests,
  generateAnswers,
  generateUses,
  generateLessons,
  campaignSightings,
];

/**
 * A made-up alliance: believable records of every type for every nation, with labels of every kind and links in all
 * directions. What a nation makes of other records is labelled at least as strictly as all of them, and builds on
 * nothing that the nation may not know. Pure: the same options give the same records. Ids are as guessable as the seed.
 */
export function generateAlliance(options: GeneratorOptions): ReadonlyMap<string, readonly GeneratedRecord[]> {
  const world = new World(options);
  for (const generate of chapters) for (const nation of world.nations) generate(world, nation);
  const byNation = Map.groupBy(world.all(), ({ nation }) => nation);
  return new Map(world.nations.map((nation) => [nation, (byNation.get(nation) ?? []).map(({ record }) => record)]));
}
