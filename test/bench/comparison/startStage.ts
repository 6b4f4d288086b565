import type { BenchOptions, WorkId } from '../readBenchOptions.ts';
import { boardWork, linksWork, tenthPageWork } from '../work/allianceWork.ts';
import { federationWork } from '../work/federationWork.ts';
import type { Work } from '../work/Work.ts';
import { ask } from './ask.ts';
import type { Contender } from './Contender.ts';
import { nationsOf, type AllianceName, type Ground } from './layGround.ts';
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
  const gateways: (readonly [string, Contender])[] = [];
  const stop = async (): Promise<void> => {
    for (const [, { process }] of gateways) await process.stop();
  };
  const isWanted = (...ids: WorkId[]): boolean => ids.some((id) => options.work.includes(id));
  const ours = async (what: string, is: boolean, ...[alliance, lock]: Ours): Promise<Contender | null> => {
    if (!is) return null;
    const contender = await startOurs(ground, alliance, lock);
    gateways.push([`ours, ${what}`, contender]);
    return contender;
  };
  progress('starting gateways ...');
  const starting = [
    // Like its peers' processes, one does ordinary federation and nothing else.
    ours('ordinary federation', isWanted('Q1', 'Q2', 'Q3'), 'eight', 'enforce'),
    ours('eight nations', isWanted('A1', 'A2'), 'eight', 'enforce'),
    ours('deciding nothing', isWanted('A2'), 'eight', 'permit'),
    ours('32 nations', isWanted('A3', 'A3p10'), 'all', 'enforce'),
  ] as const;
  const peers = isWanted('Q1', 'Q2', 'Q3') ? await startPeers(ground, options.only, progress) : [];
  for (const peer of peers) gateways.push([peer.name, peer]);
  try {
    // Also when one of them fails: what has started must be known to be stopped.
    await Promise.allSettled(starting);
    const [ordinary, eight, permit, all] = await Promise.all(starting);
    const works: StagedWork[] = [];
    if (ordinary) works.push(...ordinaryWorks(ground, ordinary, peers));
    if (eight) works.push(...worksOfEight(ground, eight, permit));
    if (all) works.push(alone(boardWork('A3', ground.tokens, nationsOf.all), all));
    if (all && isWanted('A3p10')) {
      progress('walking to the tenth page ...');
      works.push(await tenthOfAll(ground, all));
    }
    return { works: works.filter(({ work }) => options.work.some((id) => id === work.id)), gateways, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ours = readonly [alliance: AllianceName, lock: 'enforce' | 'permit'];

const alone = (work: Work, reference: Contender): StagedWork => ({ work, reference, contenders: [reference] });

function ordinaryWorks({ tokens }: Ground, ours: Contender, peers: readonly Contender[]): readonly StagedWork[] {
  const reference = peers.find(({ name }) => name === 'stock') ?? ours;
  return federationWork(tokens).map((work) => ({ work, reference, contenders: [ours, ...peers] }));
}

function worksOfEight({ tokens }: Ground, ours: Contender, permit: Contender | null): readonly StagedWork[] {
  const board = alone(boardWork('A2', tokens, nationsOf.eight), ours);
  return [
    alone(linksWork(tokens, nationsOf.eight), ours),
    { ...board, contenders: [ours, ...(permit ? [permit] : [])] },
  ];
}

const tenthOfAll = async ({ tokens }: Ground, ours: Contender): Promise<StagedWork> =>
  alone(await tenthPageWork(tokens, nationsOf.all, async (variant) => (await ask(ours.port, variant)).data), ours);
