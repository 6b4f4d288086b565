// npm run recall: does an answer that begins after a record was hidden still contain it?
import { commandLine } from '../support/commandLine.ts';
import { runRecall, type RecallFigures } from './runRecall.ts';

const usage =
  'npm run recall -- [--trials N] [--minutes M] [--database pglite|postgres] [--workers W] [--seed S] [--json]\n' +
  '  --trials N    how often a record is hidden, looked for, shown again and looked for (default 200)\n' +
  '  --minutes M   ends earlier then\n' +
  '  --database    postgres: on the server that TEST_DATABASE_URL names (default pglite)\n' +
  '  --workers W   of the gateway (default 2)';

const flags = commandLine(usage, {
  trials: { type: 'string', default: '200' },
  minutes: { type: 'string' },
  database: { type: 'string', default: 'pglite' },
  workers: { type: 'string', default: '2' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  json: { type: 'boolean', default: false },
});
const { values, number } = flags;
const trials = number(values.trials);
const seed = number(values.seed);
const database = flags.database(values.database);

const line = ({ findings, ...soFar }: RecallFigures): string => {
  const stale = findings.filter(({ kind }) => kind === 'stale').length;
  return (
    `${soFar.trials} of ${trials} trials, ${soFar.answers} answers, ${soFar.alerts} alerts, ` +
    `${soFar.resumed} streams resumed, ${soFar.seconds} s, ${stale} stale, ${findings.length - stale} missing`
  );
};

let told = performance.now();
const result = await runRecall({
  trials,
  database,
  seed,
  workers: number(values.workers),
  ...(values.minutes !== undefined && { minutes: number(values.minutes) }),
  report: (soFar) => {
    if (performance.now() - told < 10_000) return;
    told = performance.now();
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${line(soFar)}` : `${line(soFar)}\n`);
  },
});
if (process.stderr.isTTY) process.stderr.write('\n');
const { findings } = result;
const rest = [
  ...findings.slice(0, 20).map(({ kind, what }) => `  ${kind}: ${what}`),
  ...(findings.length > 20 ? ['  and more'] : []),
];
process.stdout.write(
  values.json
    ? `${JSON.stringify({ database, seed, ...result })}\n`
    : `${[`${database}, seed ${seed}: ${line(result)}`, ...rest].join('\n')}\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
