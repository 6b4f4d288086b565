import { inThread } from '../inThread.ts';
import type { Progress, WorkerOrder } from '../LeakWorker.ts';
import { askSequence, firstDifference, type Order } from '../Sequence.ts';
import type { Fault } from './readFaults.ts';

/** What came of looking for one fault. */
export interface Search {
  readonly fault: Fault;
  /** Cases, or questions of a sequence, up to the one that showed it; null: it was missed. */
  readonly after: number | null;
  /** Where it showed. */
  readonly shown: string;
  readonly seconds: number;
}

/** The rarest of the faults shows after thirty thousand. */
const mostCases = 40_000;
const mostMinutes = 30;

/** Runs the leak test with one fault planted until a case fails. */
export async function findFault(fault: Fault, seed: number): Promise<Search> {
  const start = performance.now();
  const found = await (fault.by === 'order' ? byOrder(fault, seed) : byCases(fault, seed));
  return { fault, seconds: (performance.now() - start) / 1000, ...found };
}

async function byCases({ id, store, lock, writes }: Fault, seed: number): Promise<Pick<Search, 'after' | 'shown'>> {
  const order: WorkerOrder = {
    seed,
    store,
    lock,
    writes: writes ? 100 : 0,
    cases: mostCases,
    minutes: mostMinutes,
    firstOnSockets: -1,
    enough: 1,
    shrinks: false,
  };
  let result: Pick<Search, 'after' | 'shown'> = { after: null, shown: '' };
  const take = (progress: unknown): void => {
    const [first] = (progress as Progress).found;
    if (!first) return;
    const { finding, after } = first;
    const shown =
      'escaped' in finding
        ? `told ${finding.to}: ${finding.escaped}`
        : 'breach' in finding
          ? finding.breach
          : finding.at;
    result = { after, shown };
  };
  await inThread('worker.ts', order, take, id);
  return result;
}

/** Not every alliance has what a fault needs. */
const mostAlliances = 8;

async function byOrder({ id }: Fault, seed: number): Promise<Pick<Search, 'after' | 'shown'>> {
  let asked = 0;
  for (let alliance = 0; alliance < mostAlliances; alliance += 1) {
    const ask = (order: Order) => askSequence({ seed: seed + alliance, order }, id);
    const forwards = await ask('forwards');
    for (const [order, shown] of others) {
      const number = firstDifference(forwards, await ask(order));
      if (number !== null) return { after: asked + number + 1, shown };
    }
    asked += forwards.size;
  }
  return { after: null, shown: '' };
}

const others: readonly (readonly [Order, string])[] = [
  ['backwards', 'another order of readers'],
  ['together', 'readers in parallel'],
];
