import type { Bench, Loaded } from './Bench.ts';
import { Observers } from './breachOf.ts';
import { Conversation } from './Conversation.ts';
import { judge, locksOf, type Finding, type Sides } from './judge.ts';
import type { LeakCase } from './LeakCase.ts';
import { readingOf, sceneOf, type Scene } from './Scene.ts';
import { prunedSides, storesOf, toldOf, watchOver } from './sidesOf.ts';

/** What is wrong with one case, by itself; null = nothing. */
export async function replay(leakCase: LeakCase, bench: Bench): Promise<Finding | null> {
  const { alliance, reader, earlier = [] } = leakCase;
  const scene = sceneOf(alliance);
  const full = await bench.load('full', scene, storesOf(alliance), toldOf(alliance, scene));
  const isOwn = earlier.every(({ by }) => by.sub === reader.sub && by.nation === reader.nation);
  if (!isOwn) return afterOthers(leakCase, bench, scene, full);
  const sides = { full, ...(await prunedSides(bench, scene, leakCase)) };
  const isWritten = [leakCase, ...earlier].some(({ operation }) => operation.query.startsWith('mutation'));
  return isWritten ? spoken(leakCase, sides, scene) : (await judge(sides, leakCase)).finding;
}

/** Everything is the reader's own. */
async function spoken(leakCase: LeakCase, sides: Sides, scene: Scene): Promise<Finding | null> {
  const { reader, operation, earlier = [], observers = [] } = leakCase;
  const conversation = await Conversation.begin({
    sides,
    about: leakCase,
    observers: new Observers(
      readingOf(reader, scene),
      observers.map((other) => readingOf(other, scene)),
    ),
    watchOver: (stores) => watchOver(stores, scene, leakCase),
  });
  for (const one of [...earlier.map((turn) => turn.operation), operation]) {
    const { finding } = await conversation.ask(one);
    if (finding !== null) return finding;
  }
  return null;
}

/** Others have written before this reader asks. */
async function afterOthers(leakCase: LeakCase, bench: Bench, scene: Scene, full: Loaded): Promise<Finding | null> {
  const { alliance, lock, down, earlier = [] } = leakCase;
  for (const { by, operation } of earlier) await full.system(locksOf(lock), down).ask(by, operation);
  const held = await full.held();
  const later = { ...leakCase, alliance: { ...alliance, records: Object.fromEntries(held) } };
  return (await judge({ full, ...(await prunedSides(bench, scene, later)) }, leakCase)).finding;
}
