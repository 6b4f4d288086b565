import { afterAll, beforeAll, expect, it } from 'vitest';
import type { System } from './Bench.ts';
import { LocalGateway } from './LocalGateway.ts';
import type { ReaderClaims } from './LeakCase.ts';
import { categories } from './randomRegistry.ts';
import { randomAlliance, systemOver } from './TestScene.ts';

const seed = Math.floor(Date.now() / 86_400_000);
const levels = ['NU', 'NR', 'NC', 'NS', 'CTS'];

const queries = [
  `{ incidents(first: 100, where: { isExercise: null }) { edges { node { id
      related(first: 4) { edges { node { id from { id } to { id } } } }
      acknowledgements(first: 4) { edges { node { id } } } } } } }`,
  `{ incidents(first: 100, where: { isExercise: null, text: "heron", techniques: ["heron"] }) { edges { node { id } } } }`,
  '{ capabilities(first: 100) { edges { node { id offers { id } agreements { id } } } } }',
  '{ capabilityRequests(first: 100) { edges { node { id incident { id } exercise { id } } } } }',
  '{ exercises(first: 100) { edges { node { id teams { id } objectives { id } injects(first: 9) { edges { node { id teams { id } } } } } } } }',
  '{ lessons(first: 100) { edges { node { id exercise { id } incidents { id } } } } }',
  '{ agreements { id } nations { agency { contacts { id } } } }',
];

let gateway: LocalGateway;
beforeAll(async () => {
  gateway = await LocalGateway.start();
});
afterAll(() => gateway?.stop());

/** Each step up that the issuer may vouch for, and one more than it may. */
function raised(reader: ReaderClaims, most: string): ReaderClaims[] {
  const next = levels[Math.min(levels.indexOf(reader.clearance) + 1, levels.indexOf(most))] ?? reader.clearance;
  return [
    { ...reader, clearance: next },
    { ...reader, aal: 3 },
    { ...reader, roles: [...new Set([...reader.roles, 'SECURITY_OFFICER'])] },
    ...categories.map((category) => ({ ...reader, categories: [...new Set([...reader.categories, category])] })),
  ];
}

async function idsFor(system: System, reader: ReaderClaims): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const [index, query] of queries.entries()) {
    const { body } = await system.ask(reader, { query, variables: {} });
    // In a list of its own: a page is cut at its end, so what is added to a nested one may push something else out.
    for (const [id] of body.matchAll(/[A-Z]+:[a-z]:[0-9a-z]{26}/g)) ids.add(index === 0 ? id : `${index} ${id}`);
  }
  return ids;
}

it(`whoever is cleared for more gets at least what they got before (seed ${seed})`, async () => {
  let more = 0;
  for (let round = 0; round < 8; round += 1) {
    const world = randomAlliance(seed + round, 4);
    const system = await systemOver(gateway, world.alliance);
    for (const reader of world.readers) {
      const before = await idsFor(system, reader);
      const most = world.scene.facts.bodies.get(reader.nation)?.vouches?.level ?? 'NU';
      for (const better of raised(reader, most)) {
        const after = await idsFor(system, better);
        expect([...before].filter((id) => !after.has(id))).toEqual([]);
        if (after.size > before.size) more += 1;
      }
    }
  }
  expect(more).toBeGreaterThan(20);
});
