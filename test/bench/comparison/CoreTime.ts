import { readFileSync } from 'node:fs';

/** Ticks that a core was busy, and ticks in all, since the machine started. */
export interface CoreTime {
  readonly busy: number;
  readonly all: number;
}

export function coreTime(cpu: number): CoreTime {
  const line = readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`cpu${cpu} `));
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0] = (line ?? '')
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softIrq;
  return { busy, all: busy + idle + ioWait };
}

export const busyShare = (before: CoreTime, after: CoreTime): number =>
  (after.busy - before.busy) / Math.max(1, after.all - before.all);
