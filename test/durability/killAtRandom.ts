import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../leak/Dice.ts';
import type { KilledProcess } from './KilledProcess.ts';

export interface KillOptions {
  readonly process: KilledProcess;
  readonly dice: Dice;
  /** Longest time from its being under load to the kill, in milliseconds. */
  readonly patience: number;
  /** How many writes through this process have been acknowledged so far. */
  readonly acknowledged: () => number;
  /** Takes one of the kills that are left, or says that there is none. */
  readonly take: () => boolean;
}

/** Acknowledged writes between two kills of one process: a kill under no load proves nothing. */
const load = 3;
const longestStart = 3_000;

/**
 * Kills a process at a random moment, starts it again, and so on until no kill is left; now and then it is killed again
 * while it starts. It runs when this resolves.
 */
export async function killAtRandom({ process, dice, patience, acknowledged, take }: KillOptions): Promise<void> {
  for (;;) {
    const before = acknowledged();
    while (acknowledged() < before + load) await sleep(10);
    await sleep(dice.below(patience));
    if (!take()) return;
    await process.kill();
    let starting = process.start();
    if (dice.percent(20) && take()) {
      await sleep(dice.below(longestStart));
      await process.kill();
      await starting;
      starting = process.start();
    }
    while (!(await starting)) {
      if (process.ends.length > 0) return;
      starting = process.start();
    }
  }
}
