import type { Stream } from './Stream.ts';

/** A nation that needs more rounds than this for one page sends rows that never end. */
const mostRounds = 64;

/**
 * Goes on asking, each nation once a round for all that wait for it, until nothing waits: pages are full, or there are no
 * more rows. `starving`: what waits at this moment.
 */
export async function fillPages<Waiting extends { readonly stream: Stream }>(
  starving: () => readonly Waiting[],
  ask: (nation: string, waiting: readonly Waiting[]) => Promise<void>,
): Promise<void> {
  for (let round = 0; ; round += 1) {
    const waiting = starving();
    if (waiting.length === 0) return;
    if (round >= mostRounds) {
      for (const { stream } of waiting) stream.fail();
      continue;
    }
    const byNation = Map.groupBy(waiting, ({ stream }) => stream.nation);
    await Promise.all([...byNation].map(([nation, some]) => ask(nation, some)));
  }
}
