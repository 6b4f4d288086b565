import type { BenchOptions, WorkId } from '../readBenchOptions.ts';
import { boardWork, linksWork, tenthPageWork } from '../work/allianceWork.ts';
import { federationWork } from '../work/federationWork.ts';
import type { Work } from '../work/Work.ts';
import { ask } from './ask.ts';
import type { Contender } from './Contender.ts';
import { nationsOf, type Ground } from './layGround.ts';
import { startOurs, startPeers } from './startContenders.ts';

export interface StagedWork {
  readonly work: Work;
  /** Its answers are the right ones. */
  readonly reference: Contender;
  readonly contenders: readonly Contender[];
}

export interface Stage {
  readonly works: readonly StagedWork[];
  /** With what the process is there for. */
  readonly gateways: readonly (readonly [string, Contender])[];
  stop(): Promise<void>;
}

/** Starts the gateways that the chosen work needs, and makes that work. */
export async function startStage(
  ground: Ground,
  options: BenchOptions,
  progress: (line: string) => void,
): Promise<Stage> {
  const { tokens } = ground;
  const isWanted = (...ids: WorkId[]): boolean => ids.some((id) => options.work.includes(id));
  const gateways: (readonly [string, Contender])[] = [];
  const stop = async (): Promise<void> => {
    for (const [, { process }] of gateways) await process.stop();
  };
  const start = async (what: string, starting: () => Promise<Contender>): Promise<Contender> => {
    progress(`starting ${what} ...`);
    const contender = await starting();
    gateways.push([what, contender]);
    return contender;
  };
  try {
    const works: StagedWork[] = [];
    const onlyOurs = (work: Work, reference: Contender, also: readonly Contender[] = []): void => {
      works.push({ work, reference, contenders: [reference, ...also] });
    };
    if (isWanted('Q1', 'Q2', 'Q3', 'A1', 'A2')) {
      const ours = await start('ours, eight nations', () => startOurs(ground, 'eight', 'enforce'));
      const peers = isWanted('Q1', 'Q2', 'Q3') ? await startPeers(ground, options.only, progress) : [];
      for (const peer of peers) gateways.push([peer.name, peer]);
      const reference = peers.find(({ name }) => name === 'stock') ?? ours;
      for (const work of federationWork(tokens)) works.push({ work, reference, contenders: [ours, ...peers] });
      onlyOurs(linksWork(tokens, nationsOf.eight), ours);
      const permit = isWanted('A2')
        ? [await start('ours, deciding nothing', () => startOurs(ground, 'eight', 'permit'))]
        : [];
      onlyOurs(boardWork('A2', tokens, nationsOf.eight), ours, permit);
    }
    if (isWanted('A3', 'A3p10')) {
      const ours = await start('ours, 32 nations', () => startOurs(ground, 'all', 'enforce'));
      onlyOurs(boardWork('A3', tokens, nationsOf.all), ours);
      if (isWanted('A3p10')) {
        progress('walking to the tenth page ...');
        onlyOurs(await tenthPageWork(tokens, nationsOf.all, (variant) => ask(ours.port, variant)), ours);
      }
    }
    return { works: works.filter(({ work }) => options.work.some((id) => id === work.id)), gateways, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
