import { readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import type { ProfileOrder } from '../gateways/ours.ts';
import type { BenchOptions, WorkId } from '../readBenchOptions.ts';
import { checkAnswers } from './checkAnswers.ts';
import { alliancesFor, layGround } from './layGround.ts';
import { cores } from './Contender.ts';
import { pin } from './pin.ts';
import { Load } from './Load.ts';
import { profileParts } from './profileParts.ts';
import { startStage } from './startStage.ts';

const warmUp = 8_000;
const length = 6_000;

export interface Profiled {
  readonly requests: number;
  /** Microseconds of the main thread by part, most first. */
  readonly parts: ReadonlyMap<string, number>;
}

/** Writes a CPU profile of our gateway, warm, at one work, and tells where the time went. */
export async function profileGateway(id: WorkId, file: string, progress: (line: string) => void): Promise<Profiled> {
  pin(process.pid, cores.load);
  const ground = await layGround(alliancesFor([id]));
  try {
    const options: BenchOptions = { ...nothingChosen, work: [id], only: ['ours'] };
    const stage = await startStage(ground, options, progress);
    try {
      const [staged] = stage.works;
      const ours = staged?.contenders.find(({ name }) => name === 'ours');
      if (!staged || !ours) throw new TypeError(`our gateway does not do ${id}`);
      await checkAnswers(staged.work, ours, null);
      const load = new Load(staged.work, ours);
      progress('warming up ...');
      await load.run(warmUp);
      progress('profiling ...');
      const order = (message: ProfileOrder) => ours.process.request(message);
      await order({ profile: 'start' });
      const { requests } = await load.run(length);
      await order({ profile: 'stop', file });
      return { requests, parts: profileParts(JSON.parse(readFileSync(file, 'utf8')) as Profiler.Profile) };
    } finally {
      await stage.stop();
    }
  } finally {
    await ground.stop();
  }
}

const nothingChosen = {
  benches: [],
  quick: false,
  rounds: null,
  records: 1,
  minutes: 1,
  charts: false,
  profile: null,
  json: false,
} as const;
