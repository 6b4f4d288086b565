// node test/leak/frames/frametest.ts [--cases N] [--seed N] [--faults [--only A01,A02]]: are the frames of alerts those of a world without what their reader may not see?
import { parseArgs } from 'node:util';
import { inThread } from '../inThread.ts';
import type { FrameResult } from './FrameCases.ts';
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
  const total = { cases: 0, steps: 0, counted: 0, frames: 0 };
  const found: FrameResult[] = [];
  const line = (): string =>
    `${total.cases} cases, ${total.steps} writes, ${total.counted} of them another one without what is hidden, ` +
    `${total.frames} frames, ${found.length} differences, ${minutes()}`;
  await inThread('frames/worker.ts', order, (message) => {
    const result = message as FrameResult;
    total.cases += 1;
    total.steps += result.steps;
    total.counted += result.counted;
    total.frames += result.frames;
    if (result.finding) found.push(result);
    if (total.cases % 25 === 0) process.stderr.write(`${line()}\n`);
  });
  process.stdout.write(`${line()}\n`);
  for (const { finding } of found) process.stdout.write(`${JSON.stringify(finding, null, 2)}\n`);
  if (found.length > 0 || total.counted === 0) process.exitCode = 1;
}

async function lookForFaults(): Promise<void> {
  for (const { id, fault } of readFrameFaults()) {
    if (values.only !== undefined && !values.only.split(',').includes(id)) continue;
    let [cases, after] = [0, 0];
    const take = (message: unknown): void => {
      cases += 1;
      if ((message as FrameResult).finding) after = cases;
    };
    await inThread('frames/worker.ts', order, take, id);
    process.stdout.write(`${id}  ${after === 0 ? 'MISSED' : `after ${after}`}  ${fault}  ${minutes()}\n`);
    if (after === 0) process.exitCode = 1;
  }
}
