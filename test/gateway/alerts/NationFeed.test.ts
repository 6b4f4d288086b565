import { expect, it, onTestFinished } from 'vitest';
import { NationFeed } from '../../../gateway/alerts/NationFeed.ts';
import type { FeedSpan } from '../../../gateway/nations/openFeed.ts';
import type { StreamedEvent } from '../../../gateway/nations/readEventStream.ts';
import { formatEventPosition } from '../../../schema/feed/EventPosition.ts';

const now = 1_780_000_000_000;
const idOf = (number: number, nation = 'EST') => `${nation}:i:${String(number).padStart(26, '0')}`;
const at = (number: number, nation = 'EST', moment = now) =>
  formatEventPosition({ at: moment, turn: number, id: idOf(number, nation) });
const event = (number: number, changes: object = {}): StreamedEvent => ({
  name: 'message',
  id: '',
  data: JSON.stringify({
    position: at(number),
    topic: 'Incident',
    id: idOf(number),
    change: 'inserted',
    fields: [],
    before: null,
    after: { marking: 'NU REL TO EST ORIGINATOR EST CREATED 2025-01-01', recorded: [] },
    names: {},
    ...changes,
  }),
});
const begin = (id: string): StreamedEvent => ({ name: 'begin', id, data: '' });

/** A nation that sends these things, one list a connection, and then nothing more. */
function feedOf(connections: readonly (readonly (StreamedEvent | Error)[])[], kept = 100, keptCharacters = 100_000) {
  const spans: FeedSpan[] = [];
  const alarms: string[] = [];
  const seen: string[] = [];
  const left = [...connections];
  const feed = new NationFeed({
    nation: 'EST',
    clock: () => now,
    alarm: (problem) => alarms.push(problem),
    log: () => undefined,
    kept,
    keptCharacters,
    open: async function* open(_nation, span, signal) {
      spans.push(span);
      for (const one of left.shift() ?? []) {
        if (one instanceof Error) throw one;
        yield one;
      }
      if (left.length === 0) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  });
  onTestFinished(() => feed.stop());
  feed.listen(({ position }) => seen.push(position));
  return { feed, spans, alarms, seen };
}

it('a stream that breaks goes on behind the last event, whoever listens, and nothing comes twice', async () => {
  const { feed, spans, seen } = feedOf([
    [begin(at(0)), event(1), event(2), new Error('cut')],
    [begin(at(2)), event(3)],
  ]);
  await Promise.all([feed.start(), feed.start()]);
  await expect.poll(() => seen).toEqual([at(1), at(2), at(3)]);
  expect(spans).toEqual([
    { after: null, until: null },
    { after: at(2), until: null },
  ]);
});

it('a nation that cannot be reached at first is read from the moment at which somebody wanted to know', async () => {
  const { feed, spans, seen } = feedOf([
    [new Error('down')],
    [begin(formatEventPosition({ at: now - 1_000, turn: -1, id: '' })), event(1)],
  ]);
  await feed.start();
  await expect.poll(() => seen).toEqual([at(1)]);
  expect(spans[1]?.after).toBe(formatEventPosition({ at: now - 1_000, turn: -1, id: '' }));
});

it('what no nation may send goes no further, is told of, and costs nothing else', async () => {
  const { feed, alarms, seen } = feedOf([
    [
      begin(at(0)),
      event(1),
      event(1),
      event(5, { id: idOf(5, 'LVA'), position: at(5, 'LVA') }),
      event(6, { position: at(7) }),
      event(8, { position: formatEventPosition({ at: now + 6_000, turn: 0, id: idOf(8) }) }),
      event(9, { values: { name: 'a secret' } }),
      event(9, { after: { marking: '', recorded: [] } }),
      { name: 'message', id: '', data: 'no json' },
      { name: 'other', id: '', data: '' },
      event(10),
    ],
  ]);
  await feed.start();
  await expect.poll(() => seen).toEqual([at(1), at(10)]);
  expect(alarms).toEqual([
    'an event out of order',
    'an event of another nation',
    'not an event',
    'an event that has not happened yet',
    'not an event',
    'not an event',
    'not an event',
  ]);
});

it('the last events are remembered for those who resume, and it says when they are not', async () => {
  const { feed, seen } = feedOf([[begin(at(0)), ...[1, 2, 3, 4, 5].map((number) => event(number))]], 3);
  expect(feed.recentAfter(at(0))).toBeNull();
  await feed.start();
  await expect.poll(() => seen.length).toBe(5);
  const after = (position: string) => feed.recentAfter(position)?.map((each) => each.position) ?? null;
  expect(after(at(1))).toBeNull();
  expect(after(at(2))).toEqual([at(3), at(4), at(5)]);
  expect(after(at(4))).toEqual([at(5)]);
  expect(after(at(5))).toEqual([]);
  expect(feed.base).toBe(at(2));
});

it('events that are long are remembered for a shorter time, so that a nation fills no memory with them', async () => {
  const long = (number: number) =>
    event(number, { change: 'updated', fields: Array.from({ length: 100 }, (_, at) => `field${at}`.padEnd(60, 'x')) });
  const { feed, seen } = feedOf([[begin(at(0)), event(1), long(2), long(3), long(4)]], 100, 15_000);
  await feed.start();
  await expect.poll(() => seen.length).toBe(4);
  expect(feed.base).toBe(at(2));
  expect(feed.recentAfter(at(1))).toBeNull();
  expect(feed.recentAfter(at(2))?.map(({ position }) => position)).toEqual([at(3), at(4)]);
});

it('a nation that was not reached for more than a month is read no further back than it keeps events', async () => {
  const month = 30 * 86_400_000;
  const old = formatEventPosition({ at: now - month - 1, turn: 0, id: idOf(1) });
  const { feed, spans } = feedOf([[begin(old), new Error('cut')], [begin(old)]]);
  await feed.start();
  await expect.poll(() => spans.length).toBe(2);
  expect(spans[1]?.after).toBe(formatEventPosition({ at: now - month, turn: -1, id: '' }));
});
