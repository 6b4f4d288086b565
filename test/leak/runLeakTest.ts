import { keepInCorpus, readCorpus } from './corpus.ts';
import type { LockMode } from './LeakCase.ts';
import { inThread } from './inThread.ts';
import { LeakWorker, type Found, type Progress, type WorkerOrder } from './LeakWorker.ts';

export interface LeakTestOptions {
  readonly seed: number;
  readonly store: 'model' | 'sql';
  readonly lock: LockMode;
  /** Of a hundred cases; where nations permit everything, nobody writes. */
  readonly writes: number;
  readonly cases: number;
  readonly minutes: number;
  readonly workers: number;
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
  const { seed, store, lock, cases, minutes, workers } = options;
  const writes = lock === 'gateway' ? 0 : options.writes;
  const start = performance.now();
  const old = await replayCorpus(options);
  let summary: Summary = { seed, store, lock, cases: 0, counted: 0, onSockets: 0, minutes: 0, cpuMinutes: 0, ...old };
  const add = (progress: Progress): void => {
    const found = progress.found.map((one): Found => ({ ...one, kept: keepInCorpus(one.leakCase) }));
    summary = {
      ...summary,
      cases: summary.cases + progress.cases,
      counted: summary.counted + progress.counted,
      onSockets: summary.onSockets + progress.onSockets,
      minutes: (performance.now() - start) / 60_000,
      cpuMinutes: summary.cpuMinutes + progress.cpuSeconds / 60,
      found: [...summary.found, ...found],
    };
    report(summary);
  };
  const orders = Array.from({ length: workers }, (_, index): WorkerOrder => ({
    seed: seed * 1000 + index,
    store,
    lock,
    writes,
    cases: Math.ceil(cases / workers),
    minutes,
    firstOnSockets: Math.round(20 + (index * 100) / workers) % 100,
    enough: 3,
    shrinks: true,
  }));
  await Promise.all(orders.map((order) => inThread('worker.ts', order, (progress) => add(progress as Progress))));
  return summary;
}

async function replayCorpus({ seed, store, lock }: LeakTestOptions): Promise<Pick<Summary, 'replayed' | 'found'>> {
  const corpus = [...readCorpus()].filter(([, leakCase]) => leakCase.lock === lock);
  if (corpus.length === 0) return { replayed: 0, found: [] };
  const worker = await LeakWorker.start({
    seed,
    store,
    lock,
    writes: 0,
    cases: 0,
    minutes: 0,
    firstOnSockets: -1,
    enough: 0,
    shrinks: false,
  });
  const found: Found[] = [];
  for (const [kept, leakCase] of corpus) {
    const finding = await worker.replay(leakCase);
    if (finding) found.push({ leakCase, finding, after: 0, kept });
  }
  await worker.stop();
  return { replayed: corpus.length, found };
}
