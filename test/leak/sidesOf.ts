import type { Stores } from '../support/oracle/prune.ts';
import type { Bench } from './Bench.ts';
import type { Sides } from './judge.ts';
import type { AllianceData, LeakCase } from './LeakCase.ts';
import { prunedFor, type Told } from './prunedFor.ts';
import { readingOf, strongestAal, type Scene } from './Scene.ts';
import { Watch } from './Watch.ts';

export const storesOf = ({ records }: AllianceData): Stores => new Map(Object.entries(records));

export const toldOf = ({ accesses }: AllianceData, { registry }: Scene): Told => ({ registry, accesses });

type About = Pick<LeakCase, 'alliance' | 'reader' | 'lock'>;

/** The pruned alliances of a case, and what may leave the gateway. `when`: they stand beside those of another case. */
export async function prunedSides(
  bench: Bench,
  scene: Scene,
  { alliance, reader, lock }: About,
  when: 'now' | 'later' = 'now',
): Promise<Omit<Sides, 'full'>> {
  const [strongPlace, presentPlace] =
    when === 'now' ? (['strong', 'present'] as const) : (['strong later', 'present later'] as const);
  const strong = prunedFor(
    storesOf(alliance),
    toldOf(alliance, scene),
    readingOf(reader, scene, strongestAal(reader, scene)),
    lock,
  );
  const { present, ...seen } = watchOver(storesOf(alliance), scene, { alliance, reader, lock });
  const onStrong = await bench.load(strongPlace, scene, strong.stores, strong.told);
  if (JSON.stringify([...present.stores]) === JSON.stringify([...strong.stores]))
    return { strong: onStrong, present: onStrong, ...seen };
  return { strong: onStrong, present: await bench.load(presentPlace, scene, present.stores, present.told), ...seen };
}

/** What this reader may read of these stores, and what may be told of them. */
export function watchOver(stores: Stores, scene: Scene, { alliance, reader, lock }: About) {
  const reading = readingOf(reader, scene);
  const present = prunedFor(stores, toldOf(alliance, scene), reading, lock);
  return {
    present,
    watch: new Watch({ stores, reading, lock, readable: present }),
    readable: new Set([...present.stores.values()].flat().map(({ id }) => id)),
  };
}
