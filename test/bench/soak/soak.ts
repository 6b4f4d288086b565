import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchRefused } from '../BenchRefused.ts';
import { cores, type Contender } from '../comparison/Contender.ts';
import { layGround, type Ground } from '../comparison/layGround.ts';
import { pin } from '../comparison/pin.ts';
import { cpuBetween } from '../comparison/PinnedProcess.ts';
import { startOurs } from '../comparison/startContenders.ts';
import { table } from '../figures.ts';
import type { OursOrder } from '../gateways/ours.ts';
import { Day } from './Day.ts';
import { judgeSoak, type SoakVerdict, type Stretch } from './judgeSoak.ts';

export interface SoakFigures extends SoakVerdict {
  /** Of load. */
  readonly minutes: number;
  /** How much of its core the gateway used, rests included. */
  readonly busy: number;
  /** The most memory that it ever had, in MB. */
  readonly peak: number;
  readonly warmUp: readonly Stretch[];
  readonly stretches: readonly Stretch[];
}

/** Of load, each followed by a rest. */
const counts = { warmUp: 5, stretches: 10 };
/** Milliseconds in which connections to nations end that are not in use. */
const rest = 6_000;

/** H09 of the list: a gateway under a load that it carries easily, and whether what it holds grows. */
export async function benchSoak(minutes: number, progress: (line: string) => void): Promise<SoakFigures> {
  if (process.platform !== 'linux')
    throw new BenchRefused('soak reads from /proc what a process holds: it needs Linux');
  if (availableParallelism() < 2) throw new BenchRefused('soak needs two cores: one for the gateway, one for the rest');
  pin(process.pid, cores.load);
  progress('starting nations, identity providers and the gateway ...');
  const ground = await layGround(['eight']);
  try {
    const ours = await startOurs(ground, 'eight', 'enforce');
    try {
      return await soak(ground, ours, minutes, progress);
    } finally {
      await ours.process.stop();
    }
  } finally {
    await ground.stop();
  }
}

async function soak(
  ground: Ground,
  ours: Contender,
  minutes: number,
  progress: (line: string) => void,
): Promise<SoakFigures> {
  const day = await Day.begin(ground, ours, progress);
  const [start, cpu] = [performance.now(), ours.process.cpuTimes()];
  const since = (): number => (performance.now() - start) / minute;
  const count = counts.warmUp + counts.stretches;
  const all: Stretch[] = [];
  while (all.length < count && !day.isLost) {
    const requests = await day.pass((minutes * minute) / count);
    const held = await atRest(ours);
    all.push({ at: since(), requests, ...held });
    progress(
      `${all.length} of ${count}: ${requests} requests, ${held.memory.toFixed(1)} MB, ${held.descriptors} descriptors`,
    );
  }
  const busy = cpuBetween(cpu, ours.process.cpuTimes()) / 1000 / minute / since();
  const [warmUp, stretches] = [all.slice(0, counts.warmUp), all.slice(counts.warmUp)];
  const verdict = judgeSoak(stretches);
  const problems = [...day.wrong, ...verdict.problems];
  return { minutes, busy, peak: ours.process.peakMemory(), warmUp, stretches, ...verdict, problems };
}

const minute = 60_000;

/** What stays when nobody asks: the least of some looks. */
async function atRest({ process: gateway }: Contender): Promise<Pick<Stretch, 'memory' | 'descriptors'>> {
  await sleep(rest);
  await gateway.request({ collect: true } satisfies OursOrder);
  const looks: { readonly memory: number; readonly descriptors: number }[] = [];
  for (let look = 0; look < 5; look += 1) {
    await sleep(100);
    looks.push(gateway.held());
  }
  return {
    memory: Math.min(...looks.map(({ memory }) => memory)),
    descriptors: Math.min(...looks.map(({ descriptors }) => descriptors)),
  };
}

export function printSoak(figures: SoakFigures): string {
  const { minutes, busy, peak, warmUp, stretches, slope, growth, scatter, descriptors } = figures;
  const line = (what: string, { at, requests, memory, descriptors: open }: Stretch): readonly string[] => [
    `${at.toFixed(1)}${what}`,
    String(requests),
    memory.toFixed(1),
    String(open),
  ];
  return (
    `\n${minutes} minutes of load, ${(busy * 100).toFixed(0)} % of a core: what the gateway holds at rest after each stretch\n` +
    table(
      ['minute', 'requests', 'memory (MB)', 'descriptors'],
      [...warmUp.map((one) => line(' (warm-up)', one)), ...stretches.map((one) => line('', one))],
    ) +
    `Memory: ${slope.toFixed(1)} MB an hour; ${growth.toFixed(1)} MB while measured, scatter ${scatter.toFixed(1)} MB; peak ${peak.toFixed(0)} MB\n` +
    `Descriptors: ${descriptors.first} first, ${descriptors.last} last\n`
  );
}
