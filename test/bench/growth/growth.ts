import { setTimeout } from 'node:timers/promises';
import { ask } from '../comparison/ask.ts';
import type { Contender } from '../comparison/Contender.ts';
import { layGround } from '../comparison/layGround.ts';
import { Load } from '../comparison/Load.ts';
import { measureSlice } from '../comparison/measureSlice.ts';
import { startOurs } from '../comparison/startContenders.ts';
import { median, quartiles, table } from '../figures.ts';
import { growthWork, type GrowthWork } from './growthWork.ts';

/** What a request costs the gateway at one size of its work. */
export interface GrowthFigure extends Pick<GrowthWork, 'grows' | 'size'> {
  /** Microseconds of CPU a request: of all threads of the gateway, the planner's too. */
  readonly cpu: number;
  readonly quartiles: readonly [lower: number, upper: number];
  /** By the smallest size: the median of the ratios within a round. */
  readonly ratio: number;
  /** Requests to nations a request. */
  readonly asked: number;
}

export interface GrowthFigures {
  readonly rounds: number;
  /** The most that the gateway had which did this work, in MB. */
  readonly memory: Readonly<Record<string, number>>;
  readonly figures: readonly GrowthFigure[];
}

interface Measuring {
  readonly growing: GrowthWork;
  readonly gateway: Contender;
  readonly load: Load;
  /** One a round. */
  readonly slices: { readonly cpu: number; readonly asked: number }[];
}

/** Milliseconds. */
const slice = 700;

/**
 * The gateway's CPU time a request against what grows: a gateway for each, or what one keeps of many operations would
 * cost the others. Nations answer from memory, in a process of their own.
 */
export async function benchGrowth(rounds: number, progress: (line: string) => void): Promise<GrowthFigures> {
  progress('starting nations, identity providers and gateways ...');
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const ground = await layGround(['eight', 'all']);
    undo.push(() => ground.stop());
    const gateways = new Map<GrowthWork['grows'], Contender>();
    const measurings: Measuring[] = [];
    for (const growing of growthWork(ground.tokens)) {
      const { grows, alliance, work } = growing;
      progress(`${work.title} ...`);
      const gateway = gateways.get(grows) ?? (await startOurs(ground, alliance, 'enforce'));
      if (!gateways.has(grows)) undo.push(() => gateway.process.stop());
      gateways.set(grows, gateway);
      await askEverything(growing, gateway.port);
      measurings.push({ growing, gateway, load: new Load(work, gateway), slices: [] });
    }
    for (let round = 1; round <= rounds; round += 1) {
      progress(`round ${round} of ${rounds} ...`);
      for (const one of round % 2 === 0 ? measurings.toReversed() : measurings)
        one.slices.push(await untroubled(() => measureSlice(one.gateway, one.load, ground.subgraphs, slice), progress));
    }
    const peaks = [...gateways].map(([grows, { process }]) => [grows, process.peakMemory()] as const);
    return { rounds, memory: Object.fromEntries(peaks), figures: measurings.map((one) => figureOf(one, measurings)) };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Milliseconds after which a gateway that missed nations asks all of them again. */
const pause = 10_000;

/** On a machine that stands still for seconds nations miss their deadline. Such a slice is no measurement: once more. */
async function untroubled<T>(measure: () => Promise<T>, progress: (line: string) => void): Promise<T> {
  try {
    return await measure();
  } catch (error) {
    progress(`once more, in ${pause / 1000} s: ${error instanceof Error ? error.message : String(error)}`);
    await setTimeout(pause);
    return measure();
  }
}

/** Every request once, and its answer looked at: from then on the gateway knows what it keeps. */
async function askEverything({ grows, work, records }: GrowthWork, port: number): Promise<void> {
  const left = work.variants.values();
  const askOn = async (): Promise<void> => {
    for (const variant of left) {
      const found = JSON.stringify(await ask(port, variant)).split('"banner":').length - 1;
      if (found < records) throw new TypeError(`${work.id}: an answer has ${found} records, not ${records}`);
    }
  };
  // What nations have not been asked before they work out, all in one process: not too much at once.
  await Promise.all(Array.from({ length: grows === 'operations' ? 8 : 1 }, askOn));
}

function figureOf({ growing: { grows, size }, slices }: Measuring, all: readonly Measuring[]): GrowthFigure {
  const smallest = all.find(({ growing }) => growing.grows === grows)?.slices ?? [];
  const cpus = slices.map(({ cpu }) => cpu);
  return {
    grows,
    size,
    cpu: median(cpus),
    quartiles: quartiles(cpus),
    ratio: median(cpus.map((cpu, round) => cpu / (smallest[round]?.cpu ?? NaN))),
    asked: median(slices.map(({ asked }) => asked)),
  };
}

export const printGrowth = ({ rounds, memory, figures }: GrowthFigures): string =>
  `\nCPU of the gateway a request (${rounds} rounds, µs)\n${table(
    ['', 'size', 'median', 'quartiles', 'ratio', 'asked'],
    figures.map(({ grows, size, cpu, quartiles, ratio, asked }) => [
      grows,
      String(size),
      cpu.toFixed(0),
      quartiles.map((one) => one.toFixed(0)).join('-'),
      ratio.toFixed(2),
      asked.toFixed(1),
    ]),
  )}\nPeak memory, MB: ${Object.entries(memory)
    .map(([grows, peak]) => `${grows} ${peak.toFixed(0)}`)
    .join(', ')}\n`;
