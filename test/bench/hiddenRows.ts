import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import type { AnyRecord } from '../support/alliance/AllianceNation.ts';
import { labelOf } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type Asking, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident } from '../subgraphs/support/testRecords.ts';
import { median, table } from './figures.ts';

/** One question, asked in turn of a store that holds hidden rows and of one that does not. Milliseconds, medians. */
export interface HiddenRowsFigure {
  readonly question: string;
  readonly none: number;
  readonly thousand: number;
  /** `thousand` by `none`: the median of the ratios of neighbouring requests. */
  readonly ratio: number;
}

export interface HiddenRowsFigures {
  readonly database: string;
  readonly rounds: number;
  readonly figures: readonly HiddenRowsFigure[];
}

const shown = 200;
const hidden = 1000;
const reader: AllianceReader = { nation: 'LVA', level: 'NR' };

/** A reader's incidents, and between any two of them five that the reader may not see, under thirty labels. */
const visible = Array.from({ length: shown }, (_, number) => row(number * 6, labelOf('EST')));
const invisible = Array.from({ length: hidden }, (_, number) =>
  row(
    number * 1.2 + 0.5,
    labelOf('EST', ['NS', 'NC', 'NR'][number % 3], number % 3 === 2 ? [] : [`N${number % 10}X`, 'POL']),
  ),
);

function row(place: number, label: string): AnyRecord {
  const updatedAt = new Date(Date.parse('2026-01-01T00:00:00.000Z') + place * 3_600_000).toISOString();
  const severity = (['S1_LOW', 'S3_HIGH', 'S4_SEVERE'] as const)[Math.floor(place) % 3] ?? null;
  return { ...incident(Math.round(place * 10), { updatedAt, severity, name: `Case of a wiper ${place}` }), label };
}

const page = '{ edges { cursor node { id name severity label { banner } } } pageInfo { hasNextPage endCursor } }';
const questions: readonly (readonly [string, string])[] = [
  ['a page of 25', `{ incidents(first: 25) ${page} }`],
  ['a page by severity', `{ incidents(first: 25, orderBy: SEVERITY_DESC) ${page} }`],
  ['a search', `{ incidents(first: 25, where: { text: "wiper" }) ${page} }`],
  ['the numbers', '{ situation { bySeverity { key count } byMonth { key count } } }'],
  ['one incident', `{ incident(id: "${id('i', 0)}") { id name label { banner } } }`],
  ['an id that is hidden here and absent there', `{ incident(id: "${invisible[1]?.id ?? ''}") { id name } }`],
];

/** Channel 2.24 of the list: what the time of an answer tells of rows that are not in it. */
export async function benchHiddenRows(rounds: number, progress: (line: string) => void): Promise<HiddenRowsFigures> {
  const start = (records: readonly AnyRecord[]): Promise<TestAlliance> =>
    startTestAlliance({ nations: ['EST'], records: { EST: records } });
  const sides = [await start(visible), await start([...visible, ...invisible])] as const;
  try {
    const [none, thousand] = [sides[0].as(reader), sides[1].as(reader)];
    const figures: HiddenRowsFigure[] = [];
    for (const [question, query] of questions) {
      progress(`${question} ...`);
      figures.push({ question, ...(await sideBySide(none, thousand, query, rounds)) });
    }
    return { database: process.env['TEST_DATABASE_URL'] ? 'PostgreSQL' : 'PGlite', rounds, figures };
  } finally {
    for (const side of sides) await side.stop();
  }
}

async function sideBySide(none: Asking, thousand: Asking, query: string, rounds: number) {
  const times: { none: number; thousand: number }[] = [];
  const timed = async (asking: Asking): Promise<{ text: string; time: number }> => {
    const start = performance.now();
    const { text } = await asking.ask(query);
    return { text, time: performance.now() - start };
  };
  for (let round = -20; round < rounds; round += 1) {
    // Each goes first in half of the rounds.
    const first = await timed(round % 2 === 0 ? none : thousand);
    const second = await timed(round % 2 === 0 ? thousand : none);
    if (first.text.includes('"errors"')) throw new TypeError(`an answer with errors is no answer:\n${first.text}`);
    if (first.text !== second.text) throw new TypeError(`the answers differ:\n${first.text}\n${second.text}`);
    const [a, b] = round % 2 === 0 ? [first, second] : [second, first];
    if (round >= 0) times.push({ none: a.time, thousand: b.time });
  }
  return {
    none: median(times.map((time) => time.none)),
    thousand: median(times.map((time) => time.thousand)),
    ratio: median(times.map((time) => time.thousand / time.none)),
  };
}

export const printHiddenRows = ({ database, rounds, figures }: HiddenRowsFigures): string =>
  `\nAnswers equal to the byte, without hidden rows and with a thousand of them (${database}, ${rounds} rounds, ms)\n` +
  table(
    ['', 'none', 'thousand', 'ratio'],
    figures.map(({ question, none, thousand, ratio }) => [
      question,
      none.toFixed(2),
      thousand.toFixed(2),
      ratio.toFixed(3),
    ]),
  );
