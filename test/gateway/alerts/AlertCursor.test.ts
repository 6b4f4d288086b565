import { expect, it } from 'vitest';
import { cursorText, parseCursor, placeIn } from '../../../gateway/alerts/AlertCursor.ts';
import { formatEventPosition } from '../../../schema/feed/EventPosition.ts';

const position = (nation: string, at: number) =>
  formatEventPosition({ at, turn: 0, id: `${nation}:i:00000000000000000000000001` });

it('holds what was delivered of each nation, whatever the order in which that was', () => {
  const delivered = new Map([
    ['LVA', position('LVA', 7)],
    ['EST', position('EST', 9)],
  ]);
  const text = cursorText({ start: 5, delivered });
  expect(cursorText({ start: 5, delivered: new Map([...delivered].toReversed()) })).toBe(text);
  expect(parseCursor(text)).toEqual({ start: 5, delivered: delivered });
});

it('leads behind what was delivered of a nation, or to the time from which it counts', () => {
  const start = 1_780_000_000_000;
  const delivered = new Map([
    ['LVA', position('LVA', start - 60_000)],
    ['EST', position('EST', start + 60_000)],
  ]);
  const bound = formatEventPosition({ at: start - 1_000, turn: -1, id: '' });
  expect(['EST', 'LVA', 'POL'].map((nation) => placeIn({ start, delivered }, nation))).toEqual([
    position('EST', start + 60_000),
    bound,
    bound,
  ]);
});

it.each(['', 'x', '-1', '5 nonsense', `5 ${position('EST', 1)} ${position('EST', 2)}`, '5 000000000000001,'])(
  'no other text is a cursor: `%s`',
  (text) => {
    expect(parseCursor(text)).toBeNull();
  },
);
