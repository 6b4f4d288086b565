import { fileURLToPath } from 'node:url';
import { PinnedProcess } from '../comparison/PinnedProcess.ts';
import type { RecordedLevels } from './Recording.ts';

export type CannedOrder =
  | { readonly do: 'serveCentral' | 'count' | 'recorded' }
  | { readonly do: 'record'; readonly hold: boolean }
  | { readonly do: 'serveNations'; readonly nations: readonly string[] };

/** By name of the subgraph or nation. */
export type Ports = readonly (readonly [string, number])[];

export interface CannedAnswer {
  readonly ports?: Ports;
  readonly count?: number;
  readonly levels?: RecordedLevels;
}

/** The process in which all subgraphs answer from memory. */
export class CannedSubgraphs {
  readonly #process: PinnedProcess;

  private constructor(process: PinnedProcess) {
    this.#process = process;
  }

  static start(cpu: number): CannedSubgraphs {
    const file = fileURLToPath(new URL('serveCanned.ts', import.meta.url));
    return new CannedSubgraphs(PinnedProcess.start({ name: 'canned subgraphs', cpu, file, args: [] }));
  }

  async serveCentral(): Promise<ReadonlyMap<string, number>> {
    return new Map((await this.#order({ do: 'serveCentral' })).ports);
  }

  async serveNations(nations: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map((await this.#order({ do: 'serveNations', nations })).ports);
  }

  async count(): Promise<number> {
    return (await this.#order({ do: 'count' })).count ?? 0;
  }

  /** The requests that subgraphs get while `work` runs: by level, or all as one where answers are not held back. */
  async recordedDuring(work: () => Promise<unknown>, hold: boolean): Promise<RecordedLevels> {
    await this.#order({ do: 'record', hold });
    await work();
    return (await this.#order({ do: 'recorded' })).levels ?? [];
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  #order(order: CannedOrder): Promise<CannedAnswer> {
    return this.#process.request<CannedAnswer>(order);
  }
}
