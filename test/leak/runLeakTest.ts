import { Worker } from 'node:worker_threads';
import { keepInCorpus, readCorpus } from './corpus.ts';
import type { LockMode } from './LeakCase.ts';
import { LeakWorker, type Found, type Progress, type WorkerOrder } from './LeakWorker.ts';

export interface LeakTestOptions {
  readonly seed: number;
  readonly store: 'model' | 'sql';
  readonly lock: LockMode;
  readonly cases: number;
  readonly minutes: number;
  readonly workers: number;
  /** Flags of Node for the workers, such as `--import`. */
  readonly execArgv?: readonly string[];
  /** Failing cases are kept unless they are meant to fail. */
  readonly keep?: boolean;
}

export interface Summary {
  readonly seed: number;
  readonly store: string;
  readonly lock: LockMode;
  readonly cases: number;
  /** Cases that change when nobody decides. */
  readonly counted: number;
  readonly onSockets: number;
  readonly minutes: number;
  /** Thread time of the workers, without the planners' and the first start. */
  readonly cpuMinutes: number;
  readonly replayed: number;
  readonly found: readonly Found[];
}

/** First what has failed before, then fresh cases on several threads. */
export async function runLeakTest(options: LeakTestOptions, report: (summary: Summary) => void): Promise<Summary> {
  const { seed, store, lock, cases, minutes, workers, keep = true } = options;
  const start = performance.now();
  const old = keep ? await replayCorpus(options) : { replayed: 0, found: [] };
  let summary: Summary = { seed, store, lock, cases: 0, counted: 0, onSockets: 0, minutes: 0, cpuMinutes: 0, ...old };
  const add = (progress: Progress): void => {
    if (keep) for (const { leakCase } of progress.found) keepInCorpus(leakCase);
    summary = {
      ...summary,
      cases: summary.cases + progress.cases,
      counted: summary.counted + progress.counted,
      onSockets: summary.onSockets + progress.onSockets,
      minutes: (performance.now() - start) / 60_000,
      cpuMinutes: summary.cpuMinutes + progress.cpuSeconds / 60,
      found: [...summary.found, ...progress.found],
    };
    report(summary);
  };
  const orders = Array.from({ length: workers }, (_, index): WorkerOrder => ({
    seed: seed * 1000 + index,
    store,
    lock,
    cases: Math.ceil(cases / workers),
    minutes,
    firstOnSockets: Math.round(20 + (index * 100) / workers) % 100,
  }));
  await Promise.all(orders.map((order) => work(order, options.execArgv ?? [], add)));
  return summary;
}

function work(order: WorkerOrder, execArgv: readonly string[], add: (progress: Progress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // As in production, graphql does not look for copies of itself.
    const env = { ...process.env, NODE_ENV: 'production' };
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: order,
      execArgv: [...execArgv],
      env,
    });
    worker.on('message', add);
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}`))));
  });
}

async function replayCorpus({ seed, store, lock }: LeakTestOptions): Promise<Pick<Summary, 'replayed' | 'found'>> {
  const corpus = [...readCorpus().values()].filter((leakCase) => leakCase.lock === lock);
  if (corpus.length === 0) return { replayed: 0, found: [] };
  const worker = await LeakWorker.start({ seed, store, lock, cases: 0, minutes: 0, firstOnSockets: -1 });
  const found: Found[] = [];
  for (const leakCase of corpus) {
    const difference = await worker.replay(leakCase);
    if (difference) found.push({ leakCase, difference });
  }
  await worker.stop();
  return { replayed: corpus.length, found };
}
