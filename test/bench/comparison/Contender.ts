import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/freePort.ts';
import { PinnedProcess } from './PinnedProcess.ts';

/** Other gateways that do the same work, and what all of them are measured against. */
export const peers = ['stock', 'hive', 'hive-rust', 'mercurius'] as const;
export const contenderNames = ['ours', ...peers, 'raw'] as const;
export type ContenderName = (typeof contenderNames)[number] | 'permit';

/** A gateway that listens, alone on the core of gateways. */
export interface Contender {
  readonly name: ContenderName;
  readonly process: PinnedProcess;
  readonly port: number;
  /** The most memory that starting took, in MB. */
  readonly memoryAtStart: number;
}

interface ContenderOptions {
  readonly name: ContenderName;
  /** Relative to test/bench. */
  readonly file: string;
  readonly args: (port: number) => readonly string[];
  readonly cwd?: string;
  /** Of Node itself. */
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The core that it starts on; left out = that of gateways. Starting takes long, and is not measured. */
  readonly startsOn?: number;
}

/** The core that gateways run on, and the one for everything else. */
export const cores = { gateway: 0, load: 1 };

const patience = 120_000;

export async function startContender(options: ContenderOptions): Promise<Contender> {
  const { name, file, args, cwd, flags, environment, startsOn: cpu = cores.gateway } = options;
  const port = await freePort();
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const started = PinnedProcess.start({
    name,
    cpu,
    file: path,
    args: args(port),
    ...(cwd && { cwd }),
    ...(flags && { flags }),
    ...(environment && { environment }),
  });
  try {
    await started.untilListening(port, patience);
    started.moveTo(cores.gateway);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return { name, process: started, port, memoryAtStart: started.peakMemory() };
}
