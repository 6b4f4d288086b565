// npm run durability: is every acknowledged write there, whole and once, after subgraphs and gateway were killed?
import { commandLine } from '../support/commandLine.ts';
import { runDurability, type DurabilityFigures, type DurabilityResult } from './runDurability.ts';

const usage =
  'npm run durability -- [--kills N] [--database pglite|postgres] [--seed S] [--json]\n' +
  '  --kills N     how often a process is killed (default 20)\n' +
  '  --database    postgres: on the server that TEST_DATABASE_URL names (default pglite)';

const flags = commandLine(usage, {
  kills: { type: 'string', default: '20' },
  database: { type: 'string', default: 'pglite' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  json: { type: 'boolean', default: false },
});
const { values } = flags;
const kills = flags.number(values.kills);
const seed = flags.number(values.seed);
const database = flags.database(values.database);

const killsOf = (of: DurabilityFigures): string =>
  Object.entries(of.kills)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
const line = (soFar: DurabilityFigures): string =>
  `${Object.values(soFar.kills).reduce((sum, count) => sum + count, 0)} of ${kills} kills (${killsOf(soFar)}), ` +
  `${soFar.acknowledged} writes acknowledged, ${soFar.unanswered} unanswered, ${soFar.seconds} s`;

let told = 0;
const result = await runDurability({
  kills,
  database,
  seed,
  report: (soFar) => {
    const count = Object.values(soFar.kills).reduce((sum, killed) => sum + killed, 0);
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line(soFar)}`);
    else if (count >= told + 10 || count === kills) {
      told = count;
      process.stderr.write(`${line(soFar)}\n`);
    }
  },
});
if (process.stderr.isTTY) process.stderr.write('\n');
process.stdout.write(values.json ? `${JSON.stringify({ database, seed, ...result })}\n` : text(result));
process.exitCode = result.problems.length === 0 ? 0 : 1;

function text(of: DurabilityResult): string {
  const found = (kind: string): number => of.problems.filter((one) => one.kind === kind).length;
  return [
    `${database}, seed ${seed}: ${line(of)}`,
    `  acknowledged: ${of.reports} reports, ${of.updates} updates, ${of.acknowledgements} acknowledgements`,
    `  ${found('lost')} lost, ${found('half-written')} half-written, ${found('duplicate')} duplicates, ${found('odd')} otherwise odd`,
    ...of.problems.slice(0, 20).map(({ kind, what }) => `  ${kind}: ${what}`),
    ...(of.problems.length > 20 ? [`  and ${of.problems.length - 20} more`] : []),
    '',
  ].join('\n');
}
