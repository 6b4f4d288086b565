import type { CannedSubgraphs } from '../canned/CannedSubgraphs.ts';
import { cores, type Contender } from './Contender.ts';
import { busyShare, coreTime } from './CoreTime.ts';
import type { Load } from './Load.ts';
import { cpuBetween } from './PinnedProcess.ts';

/** One gateway at one work for a second or two. */
export interface Slice {
  /** Microseconds of the gateway's process, all threads, a request. */
  readonly cpu: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** How much of its core was in use, by whomever, and how much by the gateway. Below 0.9 the load was what limited. */
  readonly busy: number;
  readonly own: number;
  /** Requests to subgraphs a request. */
  readonly asked: number;
}

export async function measureSlice(
  { process }: Contender,
  load: Load,
  subgraphs: CannedSubgraphs,
  milliseconds: number,
): Promise<Slice> {
  const asked = await subgraphs.count();
  let [core, before] = [coreTime(cores.gateway), process.cpuTimes()];
  const { requests, elapsed, latencies } = await load.run(milliseconds, () => {
    [core, before] = [coreTime(cores.gateway), process.cpuTimes()];
  });
  const cpu = cpuBetween(before, process.cpuTimes());
  const busy = busyShare(core, coreTime(cores.gateway));
  const ordered = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => ordered[Math.floor(ordered.length * share)] ?? NaN;
  return {
    cpu: cpu / requests,
    perSecond: (requests / elapsed) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    busy,
    own: cpu / 1000 / elapsed,
    asked: ((await subgraphs.count()) - asked) / requests,
  };
}
