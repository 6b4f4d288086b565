import type { RawRequests } from '../gateways/raw.ts';
import type { BenchOptions } from '../readBenchOptions.ts';
import { mostVariants, type Work } from '../work/Work.ts';
import type { CannedSubgraphs } from '../canned/CannedSubgraphs.ts';
import { cores, type Contender, type ContenderName } from './Contender.ts';
import { alliancesFor, layGround } from './layGround.ts';
import { Load, WrongAnswer } from './Load.ts';
import { measureSlice, type Slice } from './measureSlice.ts';
import { checkAnswers, type Cold } from './checkAnswers.ts';
import { pin } from './pin.ts';
import { recordRequests } from './recordRequests.ts';
import { startRaw } from './startContenders.ts';
import { startStage, type StagedWork } from './startStage.ts';

/** One gateway at one work. */
export interface Cell {
  readonly work: Work;
  readonly contender: ContenderName;
  /** Null for the raw limit, which has nothing to do once. */
  readonly cold: Cold | null;
  /** One a round. */
  readonly slices: readonly Slice[];
}

export interface Comparison {
  readonly cells: readonly Cell[];
  readonly memory: readonly Memory[];
}

/** The most that a process ever had, and when it had just started, in MB. */
export interface Memory {
  readonly process: string;
  readonly atStart: number;
  readonly peak: number;
}

interface Measuring extends Omit<Cell, 'contender' | 'slices'> {
  readonly contender: Contender;
  readonly load: Load;
  readonly slices: Slice[];
}

/** Milliseconds, where not rounds and readers. `within`: counted from the start of all; a round that would end later is left out. */
const pace = {
  usual: { rounds: 8, slice: 1500, warmUp: 7000, readers: mostVariants, within: Infinity },
  quick: { rounds: 3, slice: 200, warmUp: 300, readers: 16, within: 58_000 },
};

/** Ours and its peers side by side: each a process on one core, measured in slices that take turns. */
export async function compareGateways(options: BenchOptions, progress: (line: string) => void): Promise<Comparison> {
  const { rounds, slice, warmUp, readers, within } = options.quick ? pace.quick : pace.usual;
  const undo: (() => Promise<unknown>)[] = [];
  pin(process.pid, cores.load);
  try {
    progress('starting subgraphs and identity providers ...');
    const ground = await layGround(alliancesFor(options.work), readers);
    undo.push(() => ground.stop());
    const stage = await startStage(ground, options, progress);
    undo.push(() => stage.stop());
    const { measurings, requests } = await prepare(stage.works, options, ground.subgraphs, progress);
    const gateways = [...stage.gateways];
    if (options.only.includes('raw')) {
      const contender = await startRaw(ground, requests);
      undo.push(() => contender.process.stop());
      gateways.push(['raw', contender]);
      for (const { work } of stage.works)
        measurings.push({ work, contender, cold: null, load: new Load(work, contender), slices: [] });
    }

    progress('warming up ...');
    for (const { load } of measurings) await patiently(() => load.run(warmUp), progress);
    const groups = [...Map.groupBy(measurings, ({ work }) => work).values()];
    const last = options.rounds ?? rounds;
    for (let round = 1, took = 0; round <= last; round += 1) {
      const begun = performance.now();
      if (round > 1 && options.rounds === null && begun + took > within) break;
      progress(`round ${round} of ${last} ...`);
      for (const { contender, load, slices } of groups.flatMap((group) => rotated(group, round)))
        slices.push(await patiently(() => measureSlice(contender, load, ground.subgraphs, slice), progress));
      took = performance.now() - begun;
    }
    return {
      cells: measurings.map(({ contender, ...cell }) => ({ ...cell, contender: contender.name })),
      memory: gateways.map(([what, { process, memoryAtStart }]) => ({
        process: what,
        atStart: memoryAtStart,
        peak: process.peakMemory(),
      })),
    };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Nothing is measured of a gateway that answers otherwise than the reference. */
async function prepare(
  works: readonly StagedWork[],
  { only }: BenchOptions,
  subgraphs: CannedSubgraphs,
  progress: (line: string) => void,
): Promise<{ readonly measurings: Measuring[]; readonly requests: RawRequests }> {
  const measurings: Measuring[] = [];
  const requests: RawRequests[number][] = [];
  for (const { work, reference, contenders } of works) {
    progress(`${work.id}, ${work.title}: comparing answers ...`);
    const right = await checkAnswers(work, reference, null);
    for (const contender of contenders) {
      const { answers, cold } = contender === reference ? right : await checkAnswers(work, contender, right.answers);
      if (contender.name !== 'permit' && !only.includes(contender.name)) continue;
      const lengths = answers.map(({ length }) => length);
      measurings.push({ work, contender, cold, load: new Load(work, contender, lengths), slices: [] });
    }
    if (only.includes('raw')) requests.push(...(await recordRequests(work, reference.port, subgraphs)));
  }
  return { measurings, requests };
}

/** On a machine that is busy with other things a nation may be too late: what was measured then does not count. */
async function patiently<Result>(measure: () => Promise<Result>, progress: (line: string) => void): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof WrongAnswer) || attempt === 3) throw error;
      progress(`once more, for an answer was not whole (${error.message})`);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    }
  }
}

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};
