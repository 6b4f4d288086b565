// npm run leaktest:frames: are the frames of alerts those of a world without what their reader may not see?
import { commandLine } from '../../support/commandLine.ts';
import { compareFrames, type FrameSummary } from './compareFrames.ts';
import { outboxKinds } from './OutboxStore.ts';
import { readFrameFaults } from './readFrameFaults.ts';

const usage =
  'npm run leaktest:frames -- [--cases N] [--minutes M] [--seed S] [--store model|sql] [--json]\n' +
  'npm run leaktest:frames -- --faults [--only E01,E02] [--cases N] [--seed S] [--json]';

const { values, number, oneOf, chosen } = commandLine(usage, {
  cases: { type: 'string', default: '200' },
  minutes: { type: 'string' },
  seed: { type: 'string' },
  store: { type: 'string', default: 'sql' },
  faults: { type: 'boolean', default: false },
  only: { type: 'string' },
  json: { type: 'boolean', default: false },
});
const order = {
  // Planted faults are found by the same cases every time.
  seed: number(values.seed ?? (values.faults ? '7' : '20261126')),
  // Some of the planted ones are in what nations run.
  store: oneOf(values.store, values.faults ? ['sql'] : outboxKinds),
  cases: number(values.cases),
  minutes: values.minutes === undefined ? Infinity : number(values.minutes),
};
const start = performance.now();
const minutes = (): string => `${((performance.now() - start) / 60_000).toFixed(1)} min`;

if (values.faults) await lookForFaults();
else await compare();

async function compare(): Promise<void> {
  const line = ({ cases, steps, counted, frames, found }: FrameSummary): string =>
    `${cases} cases, ${steps} writes, ${counted} of them another one without what is hidden, ` +
    `${frames} frames, ${found.length} differences, ${minutes()}`;
  const summary = await compareFrames(order, (soFar) => {
    if (soFar.cases % 25 === 0) process.stderr.write(`${line(soFar)}\n`);
  });
  const findings = summary.found.map((finding) => JSON.stringify(finding, null, 2));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ seed: order.seed, ...summary })}\n`
      : `${[line(summary), ...findings].join('\n')}\n`,
  );
  if (summary.found.length > 0 || summary.counted === 0) process.exitCode = 1;
}

async function lookForFaults(): Promise<void> {
  const print = values.json ? process.stderr : process.stdout;
  const rows: { id: string; fault: string; after: number | null }[] = [];
  for (const { id, fault } of chosen(readFrameFaults(), values.only)) {
    const { cases, found } = await compareFrames(order, () => undefined, id);
    const after = found.length > 0 ? cases : null;
    rows.push({ id, fault, after });
    print.write(`${id}  ${after === null ? 'MISSED' : `after ${after}`}  ${fault}  ${minutes()}\n`);
  }
  const missed = rows.filter(({ after }) => after === null).length;
  const faults = { faults: rows.length, missed, rows };
  process.stdout.write(
    values.json ? `${JSON.stringify(faults)}\n` : `${rows.length} faults planted, ${missed} missed\n`,
  );
  if (missed > 0) process.exitCode = 1;
}
