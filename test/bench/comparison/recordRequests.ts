import type { CannedSubgraphs } from '../canned/CannedSubgraphs.ts';
import type { RecordedLevels, RecordedRequest } from '../canned/Recording.ts';
import type { RawRequests } from '../gateways/raw.ts';
import { bodyOf, type Work } from '../work/Work.ts';
import { ask } from './ask.ts';

/** What the gateway at this port asks of subgraphs for each variant, for the raw limit to ask the same. */
export async function recordRequests(work: Work, port: number, subgraphs: CannedSubgraphs): Promise<RawRequests> {
  const recorded: (readonly [string, RecordedLevels])[] = [];
  let shape: readonly number[] = [];
  for (const variant of work.variants) {
    const once = (): Promise<unknown> => ask(port, variant);
    const all = (await subgraphs.recordedDuring(once, false)).flat();
    // Waiting to see what can be asked at once takes its time, and most variants are alike.
    if (all.length !== sum(shape)) shape = (await subgraphs.recordedDuring(once, true)).map(({ length }) => length);
    if (all.length !== sum(shape)) throw new Error(`${work.id}: one operation, and other requests each time`);
    recorded.push([bodyOf(variant), inLevels(all, shape)]);
  }
  return recorded;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function inLevels(requests: readonly RecordedRequest[], shape: readonly number[]): RecordedLevels {
  const texts = requests.map((each) => ({ ...each, body: Buffer.from(each.body, 'latin1').toString() }));
  return shape.map((_, level) => texts.slice(sum(shape.slice(0, level)), sum(shape.slice(0, level + 1))));
}
