// npm run leaktest: is what a reader gets over the full stores what they would get if nothing else had been recorded?
// With --faults: would it be noticed if it were not?
import { commandLine } from '../support/commandLine.ts';
import { findAll, searchLine } from './faults/findAll.ts';
import { readFaults } from './faults/readFaults.ts';
import { lockModes } from './LeakCase.ts';
import { printFound } from './printFound.ts';
import { runLeakTest, type Summary } from './runLeakTest.ts';

const usage =
  'npm run leaktest -- [--cases N] [--minutes M] [--seed S] [--store model|sql] [--lock both|gateway|nation] [--writes P] [--workers W] [--json]\n' +
  '  --writes P  of a hundred cases, how many are what somebody writes and what is read afterwards (default 15)\n' +
  'npm run leaktest -- --faults [--only A1,B2] [--seed S] [--json]';

/** Fewer cases that show something would make the number of cases say little. */
const leastShare = 0.4;

const { values, number, oneOf, chosen } = commandLine(usage, {
  cases: { type: 'string' },
  minutes: { type: 'string' },
  seed: { type: 'string' },
  store: { type: 'string', default: 'model' },
  lock: { type: 'string', default: 'both' },
  writes: { type: 'string', default: '15' },
  workers: { type: 'string', default: '2' },
  faults: { type: 'boolean', default: false },
  only: { type: 'string' },
  json: { type: 'boolean', default: false },
});

const numberOr = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : number(text);
const lock = oneOf(values.lock, lockModes);
const store = oneOf(values.store, ['model', 'sql']);

const rate = ({ cases, minutes }: Summary): number => Math.round(cases / Math.max(minutes, 1e-9));
const share = ({ cases, counted }: Summary): number => counted / Math.max(cases, 1);
const line = (summary: Summary): string =>
  `${summary.cases} cases, ${(share(summary) * 100).toFixed(1)} % count, ${summary.onSockets} over sockets, ` +
  `${rate(summary)} a minute, ${summary.found.length} differences`;

await (values.faults ? testFaults() : testLeaks());

/** Plants every fault in its turn. */
async function testFaults(): Promise<void> {
  const print = values.json ? process.stderr : process.stdout;
  const faults = chosen(readFaults(), values.only);
  const searches = await findAll(numberOr(values.seed, 7), (search) => print.write(`${searchLine(search)}\n`), faults);
  const missed = searches.filter(({ after }) => after === null);
  if (values.json) {
    const rows = searches.map(({ fault: { id, where, fault, lock, store, by }, after, shown }) => ({
      id,
      where,
      fault,
      lock,
      store,
      by,
      after,
      shown,
    }));
    process.stdout.write(`${JSON.stringify({ faults: searches.length, missed: missed.length, rows })}\n`);
  } else process.stdout.write(`${searches.length} faults planted, ${missed.length} missed\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

async function testLeaks(): Promise<void> {
  let told = 0;
  const summary = await runLeakTest(
    {
      seed: numberOr(values.seed, Date.now() % 1_000_000),
      store,
      lock,
      writes: Math.min(100, number(values.writes)),
      cases: values.cases === undefined && values.minutes !== undefined ? Infinity : numberOr(values.cases, 10_000),
      minutes: numberOr(values.minutes, Infinity),
      workers: number(values.workers),
    },
    (soFar) => {
      if (performance.now() - told < 2000) return;
      told = performance.now();
      process.stderr.write(`${line(soFar)}\n`);
    },
  );
  const { found, ...figures } = summary;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...figures, share: share(summary), perMinute: rate(summary), found })}\n`);
  } else {
    for (const one of found) process.stdout.write(`${printFound(one)}\n\n`);
    process.stdout.write(
      `seed ${summary.seed}, store ${store}, lock ${lock}: ${line(summary)}; ${summary.minutes.toFixed(1)} minutes, ` +
        `${summary.cpuMinutes.toFixed(1)} of work; ${summary.replayed} earlier failures replayed\n`,
    );
  }
  process.exitCode = found.length === 0 && share(summary) >= leastShare ? 0 : 1;
}
