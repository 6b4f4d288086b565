// node test/leak/frames/frametest.ts [--cases N] [--seed N] [--faults [--only E01,E02]]: are the frames of alerts those of a world without what their reader may not see?
import { parseArgs } from 'node:util';
import { compareFrames, type FrameSummary } from './compareFrames.ts';
import { readFrameFaults } from './readFrameFaults.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '20261126' },
    faults: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const order = { seed: Number(values.seed), cases: Number(values.cases), minutes: 60 };
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
  process.stdout.write(`${line(summary)}\n`);
  for (const finding of summary.found) process.stdout.write(`${JSON.stringify(finding, null, 2)}\n`);
  if (summary.found.length > 0 || summary.counted === 0) process.exitCode = 1;
}

async function lookForFaults(): Promise<void> {
  for (const { id, fault } of readFrameFaults()) {
    if (values.only !== undefined && !values.only.split(',').includes(id)) continue;
    const { cases, found } = await compareFrames(order, () => undefined, id);
    const after = found.length > 0 ? cases : 0;
    process.stdout.write(`${id}  ${after === 0 ? 'MISSED' : `after ${after}`}  ${fault}  ${minutes()}\n`);
    if (after === 0) process.exitCode = 1;
  }
}
