import type { Bench } from './Bench.ts';
import { CaseSource } from './CaseSource.ts';
import { contractFacts, type ContractFacts } from './ContractFacts.ts';
import type { Finding } from './judge.ts';
import type { LeakCase, LockMode } from './LeakCase.ts';
import { LocalBench, makeModelStore } from './LocalBench.ts';
import { LocalGateway } from './LocalGateway.ts';
import { shrinkCase } from './shrinkCase.ts';
import { replay } from './replay.ts';
import { SocketBench } from './SocketBench.ts';
import { openSqlStores, type SqlStores } from './SqlStores.ts';
import type { WriteJudged } from './WriteCases.ts';

export interface WorkerOrder {
  readonly seed: number;
  readonly store: 'model' | 'sql';
  readonly lock: LockMode;
  /** So many cases in a hundred are what somebody writes, and what is read afterwards. */
  readonly writes: number;
  readonly cases: number;
  readonly minutes: number;
  /** The cases of one alliance in a hundred go over sockets, beginning with this one; -1: none do. */
  readonly firstOnSockets: number;
  /** After so many failing cases more would say nothing new. */
  readonly enough: number;
  /** Makes each failing case as small as it gets. */
  readonly shrinks: boolean;
}

export interface Found {
  readonly leakCase: LeakCase;
  readonly finding: Finding;
  /** How many cases this thread had judged when it came up. */
  readonly after: number;
  /** The file of the corpus that keeps it. */
  readonly kept?: string;
}

export interface Progress {
  readonly cases: number;
  readonly counted: number;
  readonly onSockets: number;
  readonly cpuSeconds: number;
  readonly found: readonly Found[];
}

/** One thread's share of the cases. */
export class LeakWorker {
  readonly #order: WorkerOrder;
  readonly #gateway: LocalGateway;
  readonly #facts: ContractFacts;
  readonly #bench: LocalBench;
  readonly #sql: SqlStores | null;
  #judged = 0;

  private constructor(order: WorkerOrder, gateway: LocalGateway, sql: SqlStores | null) {
    this.#order = order;
    this.#gateway = gateway;
    this.#facts = contractFacts(gateway.contract.model, gateway.contract.apiSchema);
    this.#sql = sql;
    this.#bench = new LocalBench(gateway, sql?.make ?? makeModelStore);
  }

  static async start(order: WorkerOrder): Promise<LeakWorker> {
    const sql = order.store === 'sql' ? await openSqlStores() : null;
    return new LeakWorker(order, await LocalGateway.start(), sql);
  }

  /** What is wrong with a case of the corpus; null = nothing. */
  async replay(leakCase: LeakCase): Promise<Finding | null> {
    return replay(leakCase, this.#bench);
  }

  /** Reports after each alliance, with what it has brought. */
  async run(report: (progress: Progress) => void): Promise<void> {
    const { seed, lock, writes, cases, minutes, firstOnSockets, enough } = this.#order;
    const source = new CaseSource(seed, this.#facts, lock, writes);
    const end = performance.now() + minutes * 60_000;
    let left = cases;
    let found = 0;
    for (let index = 0; left > 0 && found < enough && performance.now() < end; index += 1) {
      const progress =
        index % 100 === firstOnSockets ? await this.#onSockets(source, left) : await this.#here(source, left);
      left -= progress.cases;
      found += progress.found.length;
      report(progress);
    }
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
    await this.#sql?.close();
  }

  async #here(source: CaseSource, most: number): Promise<Progress> {
    return this.#collect(
      source.judgeNext(async () => this.#bench, true),
      most,
      false,
    );
  }

  async #onSockets(source: CaseSource, most: number): Promise<Progress> {
    const opened: Bench[] = [];
    const open = async (registryText: string): Promise<Bench> => {
      const bench = await SocketBench.start(registryText);
      opened.push(bench);
      return bench;
    };
    try {
      return await this.#collect(source.judgeNext(open, false), most, true);
    } finally {
      for (const bench of opened) await bench.stop();
    }
  }

  async #collect(judged: AsyncGenerator<WriteJudged>, most: number, onSockets: boolean): Promise<Progress> {
    const before = process.threadCpuUsage();
    let cases = 0;
    let counted = 0;
    const found: Found[] = [];
    for await (const { counts, finding, leakCase } of judged) {
      cases += 1;
      this.#judged += 1;
      if (counts) counted += 1;
      if (finding) found.push({ leakCase, finding, after: this.#judged });
      if (cases >= most || found.length >= this.#order.enough) break;
    }
    const { user, system } = process.threadCpuUsage(before);
    const shrunken: Found[] = [];
    for (const one of found) shrunken.push(this.#order.shrinks ? await this.#shrink(one, onSockets) : one);
    return { cases, counted, onSockets: onSockets ? cases : 0, cpuSeconds: (user + system) / 1e6, found: shrunken };
  }

  /** What fails over sockets alone stays as it is. */
  async #shrink(whole: Found, onSockets: boolean): Promise<Found> {
    const { leakCase, finding, after } = whole;
    if (onSockets && (await this.replay(leakCase)) === null) return whole;
    let last = finding;
    const smallest = await shrinkCase(leakCase, this.#facts.schema, async (smaller) => {
      const found = await this.replay(smaller).catch(() => null);
      if (found) last = found;
      return found !== null;
    });
    return { leakCase: smallest, finding: last, after };
  }
}
