import { findFault, type Search } from './findFault.ts';
import { readFaults, type Fault } from './readFaults.ts';

/** Looks for every fault, two at a time, and reports each search as it ends. In the order of the rows. */
export async function findAll(
  seed: number,
  report: (search: Search) => void = () => undefined,
  faults: readonly Fault[] = readFaults(),
): Promise<readonly Search[]> {
  const searches = new Map<Fault, Search>();
  const left = faults.values();
  const work = async (): Promise<void> => {
    for (const fault of left) {
      const search = await findFault(fault, seed);
      searches.set(fault, search);
      report(search);
    }
  };
  await Promise.all([work(), work()]);
  return faults.flatMap((fault) => searches.get(fault) ?? []);
}

/** One line of the table of faults. */
export function searchLine({ fault, after, shown, seconds }: Search): string {
  const { id, where, recalls, lock, store, by } = fault;
  const result = after === null ? 'MISSED' : `after ${String(after).padStart(4)}`;
  const how = by === 'order' ? 'order' : `${lock}${store === 'sql' ? ', sql' : ''}`;
  const about = `${fault.fault}${recalls === undefined ? '' : ` (${recalls})`}`;
  return [
    id.padEnd(4),
    where.padEnd(15),
    result.padEnd(10),
    `${seconds.toFixed(0).padStart(3)} s`,
    how.padEnd(12),
    about,
    shown && `: ${shown}`,
  ].join('  ');
}
