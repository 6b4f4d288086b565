// npm run bench: how fast and how even the gateway is. Ratios within one run, medians; never part of a test.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { BenchRefused } from './BenchRefused.ts';
import { writeCharts } from './chartFiles.ts';
import { compareGateways } from './comparison/compareGateways.ts';
import { peers } from './comparison/Contender.ts';
import { installPeers } from './comparison/installPeers.ts';
import { comparisonJson, printComparison } from './comparison/printComparison.ts';
import { profileGateway } from './comparison/profileGateway.ts';
import { printParts } from './comparison/profileParts.ts';
import { namedBenches, type Outcome } from './namedBenches.ts';
import { benchUsage, readBenchOptions, type BenchOptions } from './readBenchOptions.ts';

const options = readBenchOptions(process.argv.slice(2));
const progress = (line: string): void => {
  process.stderr.write(`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${line}\n`);
};
const giveUp = (problem: string, code: number): never => {
  process.stderr.write(`${problem}\n`);
  process.exit(code);
};

// Gateways end with the process that started them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => giveUp(`ended by ${signal}`, 130));

if ('problem' in options) giveUp(`${options.problem}\n${benchUsage}`, 2);
else if (options.benches.length > 0) await runNamed(options);
else await runComparison(options);

async function runNamed(chosen: BenchOptions): Promise<void> {
  const outcomes: [string, Outcome][] = [];
  try {
    for (const name of chosen.benches) outcomes.push([name, await namedBenches[name](chosen, progress)]);
  } catch (error) {
    if (!(error instanceof BenchRefused)) throw error;
    giveUp(error.message, 1);
  }
  if (chosen.charts) for (const [, { charts = {} }] of outcomes) writeCharts(charts).forEach(progress);
  if (chosen.json) say(Object.fromEntries(outcomes.map(([name, { figures }]) => [name, figures])));
  else for (const [, { text }] of outcomes) process.stdout.write(text);
  const failed = outcomes.flatMap(([, { problems = [] }]) => problems);
  if (failed.length > 0) giveUp(failed.join('\n'), 1);
}

async function runComparison(chosen: BenchOptions): Promise<void> {
  if (!existsSync('/proc/self/schedstat')) giveUp('the comparison reads CPU times from /proc: it needs Linux', 1);
  if (availableParallelism() < 2) giveUp('the comparison needs two cores: one for the gateway, one for the rest', 1);
  if (chosen.profile) {
    const file = resolve(`${chosen.profile}.cpuprofile`);
    const { requests, parts } = await profileGateway(chosen.profile, file, progress);
    if (chosen.json) say({ file, requests, parts: Object.fromEntries(parts) });
    else process.stdout.write(`${printParts(parts, requests)}${file}\n`);
    return;
  }
  const meetsPeers = chosen.work.some((id) => id.startsWith('Q')) && peers.some((peer) => chosen.only.includes(peer));
  const problem = meetsPeers ? await installPeers(progress) : null;
  if (problem !== null) giveUp(problem, 1);
  const comparison = await compareGateways(chosen, progress);
  if (chosen.json) say(comparisonJson(comparison));
  else process.stdout.write(printComparison(comparison));
}

function say(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
