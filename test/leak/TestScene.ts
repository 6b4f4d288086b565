// Random alliances for tests that ask in their own way.
import { contractFacts } from './ContractFacts.ts';
import { Dice } from './Dice.ts';
import { fillingOf, fillSlots } from './fillSlots.ts';
import { LocalBench, makeModelStore } from './LocalBench.ts';
import { LocalGateway } from './LocalGateway.ts';
import type { AllianceData, Operation, ReaderClaims } from './LeakCase.ts';
import { randomTemplate } from './OperationWriter.ts';
import { randomAccesses } from './randomAccesses.ts';
import { randomReader } from './randomReader.ts';
import { randomRecords } from './randomRecords.ts';
import { randomRegistry } from './randomRegistry.ts';
import { sceneOf } from './Scene.ts';
import type { System } from './Bench.ts';
import { storesOf, toldOf } from './sidesOf.ts';

const wednesday = Date.parse('2026-06-03T12:00:00.000Z');

/** A random alliance and the people who may ask it. */
export function randomAlliance(seed: number, people: number) {
  const dice = new Dice(seed);
  const registryText = randomRegistry(dice, wednesday);
  const scene = sceneOf({ registryText, now: wednesday });
  const readers = dice.times(people, (index) => randomReader(dice, scene, index));
  const records = randomRecords(dice, scene, readers);
  const alliance: AllianceData = { registryText, now: wednesday, records, accesses: randomAccesses(dice, records) };
  return { dice, scene, readers, alliance };
}

/** Operations over that alliance, their variables filled. */
export function randomOperations(
  gateway: LocalGateway,
  { dice, scene, alliance }: ReturnType<typeof randomAlliance>,
  count: number,
): readonly Operation[] {
  const facts = contractFacts(gateway.contract.model, gateway.contract.apiSchema);
  const filling = fillingOf(facts, 'both', alliance, [...scene.registry.parties.keys()]);
  return dice.times(count, () => {
    const template = randomTemplate(dice, facts, 'both');
    return { query: template.query, variables: fillSlots(dice, template, filling) };
  });
}

/** The alliance as its readers meet it. The registry is read anew, so that nothing is known of it yet. */
export async function systemOver(gateway: LocalGateway, alliance: AllianceData): Promise<System> {
  const scene = sceneOf(alliance);
  const bench = new LocalBench(gateway, makeModelStore);
  const loaded = await bench.load('full', scene, storesOf(alliance), toldOf(alliance, scene));
  return loaded.system({ gateway: 'enforce', nation: 'enforce' }, []);
}

export interface Question {
  readonly reader: ReaderClaims;
  readonly operation: Operation;
}
