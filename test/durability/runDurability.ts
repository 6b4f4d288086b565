import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../leak/Dice.ts';
import type { Problem } from './Evidence.ts';
import { findProblems } from './findProblems.ts';
import { killAtRandom } from './killAtRandom.ts';
import { Ledger } from './Ledger.ts';
import { LoadWriter } from './LoadWriter.ts';
import { readShown } from './readShown.ts';
import { readStored } from './readStored.ts';
import { startRealAlliance, type DatabaseKind } from './startRealAlliance.ts';

export interface DurabilityOptions {
  readonly kills: number;
  readonly database: DatabaseKind;
  readonly seed: number;
  /** Planted into every subgraph: a name in faults.ts. */
  readonly fault?: string;
  readonly report?: (soFar: DurabilityFigures) => void;
}

export interface DurabilityFigures {
  /** By the name of the process. */
  readonly kills: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly seconds: number;
}

export interface DurabilityResult extends DurabilityFigures {
  readonly reports: number;
  readonly updates: number;
  readonly acknowledgements: number;
  /** Of a report whose answer did not come, or for the sake of it. */
  readonly incidents: number;
  readonly problems: readonly Problem[];
}

const nations = ['EST', 'LVA'];
const writersOfEach = 3;

/** Writes through the gateway while its process and those of two nations are killed; then looks at what is left. */
export async function runDurability(options: DurabilityOptions): Promise<DurabilityResult> {
  const { seed, database, fault, report } = options;
  const begun = performance.now();
  const dice = new Dice(seed);
  const alliance = await startRealAlliance({ nations, database, ...(fault !== undefined && { fault }) });
  try {
    const ledger = new Ledger();
    const kills: Record<string, number> = {};
    const count = () => Object.values(kills).reduce((sum, killed) => sum + killed, 0);
    const figures = (): DurabilityFigures => ({
      kills,
      acknowledged: ledger.acknowledged(),
      unanswered: ledger.unanswered,
      seconds: Math.round((performance.now() - begun) / 1_000),
    });
    const over = new AbortController();
    const writers = nations.flatMap((nation) =>
      dice.times(writersOfEach, (index) =>
        new LoadWriter({ alliance, ledger, dice: dice.fork(), nation, subject: `w${index}` }).write(over.signal),
      ),
    );
    await Promise.all(
      alliance.processes.map((process) =>
        killAtRandom({
          process,
          dice: dice.fork(),
          // While the gateway is away, nothing else can be killed under load.
          patience: nations.includes(process.name) ? 700 : 12_000,
          acknowledged: () => ledger.acknowledged(nations.find((nation) => nation === process.name)),
          take: () => {
            if (count() >= options.kills) return false;
            kills[process.name] = (kills[process.name] ?? 0) + 1;
            report?.(figures());
            return true;
          },
        }),
      ),
    );
    over.abort();
    await Promise.all(writers);
    // What was under way for writers who have given up has ended by then, too.
    await sleep(3_000);
    const shown = await readShown(alliance);
    const ends = alliance.processes.flatMap((one) => one.ends);
    await alliance.stopProcesses();
    const stored = new Map<string, Awaited<ReturnType<typeof readStored>>>();
    for (const nation of nations) stored.set(nation, await readStored(alliance.source(nation), nation));
    return {
      ...figures(),
      reports: ledger.reports.filter(({ answers }) => answers.length > 0).length,
      updates: ledger.updates.filter(({ answer }) => answer !== null).length,
      acknowledgements: ledger.acknowledgements.filter(({ answer }) => answer !== null).length,
      incidents: shown.size,
      problems: [...findProblems({ ledger, stored, shown }), ...ends.map((what): Problem => ({ kind: 'odd', what }))],
    };
  } finally {
    await alliance.stop();
  }
}
