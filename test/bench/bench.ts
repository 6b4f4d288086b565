// npm run bench: how fast and how even the gateway is. Ratios within one run, medians; never part of a test.
import { parseArgs } from 'node:util';
import { benchHiddenRows, printHiddenRows } from './hiddenRows.ts';
import { benchHostile, printHostile } from './hostile.ts';

const usage = 'npm run bench -- [hidden] [hostile] [--rounds N] [--json]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '400' }, json: { type: 'boolean', default: false } },
});
const known = ['hidden', 'hostile'];
const unknown = positionals.find((name) => !known.includes(name));
const rounds = Number(values.rounds);
if (unknown !== undefined || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(
    `${unknown === undefined ? `\`${values.rounds}\` is no number of rounds` : `there is no benchmark \`${unknown}\``}\n${usage}\n`,
  );
  process.exit(2);
}
const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

const hidden = wanted('hidden') ? await benchHiddenRows(rounds, progress) : null;
const hostile = wanted('hostile') ? await benchHostile(progress) : null;
if (values.json)
  process.stdout.write(`${JSON.stringify({ ...(hidden && { hidden }), ...(hostile && { hostile }) })}\n`);
else {
  if (hidden) process.stdout.write(printHiddenRows(hidden));
  if (hostile) process.stdout.write(printHostile(hostile));
}
