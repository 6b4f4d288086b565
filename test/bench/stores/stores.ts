import { noon, passport, reader, TestNation } from '../../subgraphs/support/TestNation.ts';
import { testDatabases, type TestDatabase } from '../../subgraphs/support/testDatabases.ts';
import { median, quartiles, table } from '../figures.ts';
import { BenchRefused } from '../BenchRefused.ts';
import { fillStore } from './fillStore.ts';
import { questions, walk, type Question } from './questions.ts';

/** A nation's answer over HTTP, milliseconds. */
export interface StoreFigure {
  readonly question: string;
  /** Percent of the incidents that the reader may not see. */
  readonly hidden: number;
  readonly records: number;
  readonly median: number;
  readonly quartiles: readonly [lower: number, upper: number];
  /** By the smallest store that fills the page: the median of the ratios of neighbouring requests. */
  readonly ratio: number;
}

export interface StoresFigures {
  readonly rounds: number;
  readonly figures: readonly StoreFigure[];
}

const sizes = [10_000, 100_000, 1_000_000];
/** Rounds that do not count. */
const warmUp = 15;

const signals = ['SIGINT', 'SIGTERM'] as const;

interface Store {
  readonly records: number;
  readonly nation: TestNation;
  readonly database: TestDatabase;
}

/** A page of a nation on PostgreSQL, against the records it stores. `largest`: no store of more records than this. */
export async function benchStores(
  rounds: number,
  largest: number,
  progress: (line: string) => void,
): Promise<StoresFigures> {
  if (testDatabases[1].skip)
    throw new BenchRefused(
      'TEST_DATABASE_URL must name a PostgreSQL server on which databases may be made and dropped',
    );
  const wanted = sizes.filter((size) => size <= largest);
  if (wanted.length === 0)
    throw new BenchRefused(`no store has fewer incidents than ${sizes[0]}; --records asks for that`);
  const stores: Store[] = [];
  // A million records are not left behind, however it ends.
  const close = async (): Promise<void> => {
    for (const { nation, database } of stores.splice(0)) {
      await nation.stop();
      await database.close();
    }
  };
  const interrupted = (): void => void close().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, interrupted);
  try {
    for (const records of wanted) {
      progress(`a store of ${records} incidents ...`);
      const database = await testDatabases[1].open();
      const nation = await TestNation.start(database);
      stores.push({ records, nation, database });
      await fillStore(nation, database.source, records);
    }
    const figures: StoreFigure[] = [];
    for (const question of questions) {
      progress(`${question.question}, ${question.hidden} % hidden ...`);
      figures.push(...(await measure(question, stores, rounds)));
    }
    return { rounds, figures };
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    await close();
  }
}

interface Asking {
  readonly records: number;
  readonly ask: () => Promise<string>;
  readonly times: number[];
}

/** In turns, among the stores that fill the page. */
async function measure(question: Question, stores: readonly Store[], rounds: number): Promise<readonly StoreFigure[]> {
  const askings: Asking[] = [];
  for (const store of stores) {
    const asking = await askingOf(question, store);
    if (recordsIn(await asking.ask()) === question.rows) askings.push(asking);
  }
  for (let round = -warmUp; round < rounds; round += 1) {
    // Each goes first in its turn.
    for (const place of askings.keys()) {
      const asking = askings[(round + warmUp + place) % askings.length];
      const start = performance.now();
      await asking?.ask();
      if (round >= 0) asking?.times.push(performance.now() - start);
    }
  }
  const base = askings[0]?.times ?? [];
  return askings.map(({ records, times }) => ({
    question: question.question,
    hidden: question.hidden,
    records,
    median: median(times),
    quartiles: quartiles(times),
    ratio: median(times.map((time, round) => time / (base[round] ?? NaN))),
  }));
}

async function askingOf({ level, query, rows, skip }: Question, { records, nation }: Store): Promise<Asking> {
  const token = await passport(reader('LVA', level), noon);
  const ask = async (text: string, variables: Readonly<Record<string, unknown>>): Promise<string> => {
    const { status, body } = await nation.post(token, { query: text, variables });
    if (status !== 200) throw new TypeError(`${status} ${JSON.stringify(body)} ${nation.log.at(-1) ?? ''}`);
    return JSON.stringify(body.data);
  };
  let after: string | null = null;
  for (let left = skip; left > 0; left -= 100) {
    const cursors = cursorsIn(await ask(walk, { first: Math.min(left, 100), after }));
    // Past the end nothing follows.
    after = cursors.at(-1) ?? ',~';
  }
  return { records, ask: () => ask(query, { first: rows, after }), times: [] };
}

const cursorsIn = (answer: string): readonly string[] =>
  [...answer.matchAll(/"cursor":"([^"]*)"/g)].map(([, cursor = '']) => cursor);

const recordsIn = (answer: string): number => answer.split('"marking":').length - 1;

export const printStores = ({ rounds, figures }: StoresFigures): string =>
  `\nA page of a nation on PostgreSQL, by the incidents it stores (${rounds} rounds, ms)\n` +
  table(
    ['', 'hidden', 'incidents', 'median', 'quartiles', 'ratio'],
    figures.map((figure) => [
      figure.question,
      `${figure.hidden} %`,
      String(figure.records),
      figure.median.toFixed(1),
      figure.quartiles.map((time) => time.toFixed(1)).join('-'),
      figure.ratio.toFixed(2),
    ]),
  );
