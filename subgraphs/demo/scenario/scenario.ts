// `npm run scenario`: the response cycle, live, as different readers see it.
import '../expectCurrentNode.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoError } from '../DemoError.ts';
import { readDemoFile } from '../DemoFile.ts';
import { checkPortsFree, portsOf } from '../ports.ts';
import { readFlags } from '../readFlags.ts';
import { demoMembers } from '../registry/demoRegistry.ts';
import { startAlliance } from '../startAlliance.ts';
import { castOf } from './castOf.ts';
import { inWords } from './inWords.ts';
import { playStory, type Played } from './playStory.ts';
import { story } from './story.ts';

const usage = `usage: npm run scenario -- [--data DIR] [--json]
  A wiper at an Estonian substation, from report to lesson, over five nations and one partner organisation.
  --data DIR   plays in the demo that runs on that folder (\`npm start\`); left out: in an alliance of its own
  --json       prints one array: each step, its query and what its readers saw`;

const nations = ['DEU', 'EST', 'LVA', 'POL', 'USA'];

try {
  const { values: flags } = readFlags(
    { args: process.argv.slice(2), options: { data: { type: 'string' }, json: { type: 'boolean', default: false } } },
    usage,
  );
  const tell = flags.json ? () => undefined : (line: string) => console.log(line);
  const played = flags.data === undefined ? playAlone(tell) : play(flags.data, readDemoFile(flags.data).url);
  const all: Played[] = [];
  for await (const step of played) {
    all.push(step);
    for (const line of linesOf(step, all.length)) tell(line);
  }
  if (flags.json) console.log(JSON.stringify(all, null, 2));
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

function play(folder: string, url: string): AsyncGenerator<Played> {
  return playStory(story, castOf({ folder, url }));
}

/** In an alliance that is gone afterwards. */
async function* playAlone(report: (line: string) => void): AsyncGenerator<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  try {
    const alliance = await startAlliance({
      nations,
      dataFolder: folder,
      port: await freePort(),
      generated: false,
      environment: process.env,
      clock: Date.now,
      signal: interrupted.signal,
      report,
    });
    try {
      yield* play(folder, alliance.url);
    } finally {
      await alliance.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first of some places at which nothing else listens. */
async function freePort(): Promise<number> {
  for (let port = 24_000; port < 60_000; port += 200) {
    const ports = portsOf(port, demoMembers);
    const used = [ports.gateway, ports.identity, ports.control, ...nations.map((code) => ports.nation(code))];
    if (
      await checkPortsFree(used).then(
        () => true,
        () => false,
      )
    )
      return port;
  }
  throw new DemoError('no ports are free for an alliance of five nations');
}

function linesOf({ title, told, seen }: Played, number: number): readonly string[] {
  return [
    '',
    `${number}. ${title}`,
    `   ${told}`,
    ...seen.flatMap(({ reader, data }) => ['', `   ${reader}`, ...inWords(data, '     ')]),
  ];
}
