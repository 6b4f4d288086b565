import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge } from '../../../gateway/federation/merge.ts';
import { startOf, Stream, type Row } from '../../../gateway/federation/Stream.ts';
import { Entry } from '../../../gateway/federation/tree.ts';
import { comparePositions, parsePosition } from '../../../schema/position.ts';

const rowOf = (nation: string, key: string, number: number): Row => {
  const id = `${nation}:i:${String(number).padStart(16, '0')}`;
  return { key, id, nation, node: new Entry('Incident', nation, id), edges: new Map() };
};

/** Few distinct keys, a missing one among them, so that most rows tie. */
const rows = fc.uniqueArray(
  fc.tuple(fc.constantFrom('EST', 'LVA', 'POL'), fc.constantFrom('', '01', '02'), fc.nat({ max: 40 })),
  { selector: ([nation, , number]) => `${nation} ${number}`, maxLength: 40 },
);

const inOrder = (all: readonly Row[]): Row[] => all.toSorted((a, b) => comparePositions(a, b));
const idsOf = (list: readonly Row[]): string[] => list.map(({ id }) => id);

describe('a list of many nations', () => {
  it('is the sorted union of what each of them holds, however few rows each sends at a time', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 50 }), (drawn, page, wanted) => {
        const all = drawn.map(([nation, key, number]) => rowOf(nation, key, number));
        const held = Map.groupBy(inOrder(all), ({ nation }) => nation);
        const streams = [...held.keys()].map((nation) => new Stream(nation, null, page));
        const merged: Row[] = [];
        for (;;) {
          const starving = merge(streams, merged, wanted);
          if (starving.length === 0) break;
          for (const stream of starving) {
            const next = held.get(stream.nation)?.splice(0, page) ?? [];
            stream.buffer.push(...next);
            if (next.length < page) stream.state = 'exhausted';
          }
        }
        expect(idsOf(merged)).toEqual(idsOf(inOrder(all)).slice(0, wanted));
      }),
    );
  });

  it('goes on for every nation exactly behind the last row, though others than its owner learn only its key', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (drawn, at) => {
        const all = inOrder(drawn.map(([nation, key, number]) => rowOf(nation, key, number)));
        fc.pre(all.length > 0);
        const index = at % all.length;
        const last = all[index] as Row;
        const left = all.filter((row) => {
          const start = parsePosition(startOf(row.nation, { ...last, missed: [] }) ?? '');
          return start !== null && comparePositions({ ...start, nation: '' }, { ...row, nation: '' }) < 0;
        });
        expect(idsOf(left)).toEqual(idsOf(all.slice(index + 1)));
        const others = ['EST', 'LVA', 'POL'].filter((nation) => nation !== last.nation);
        expect(others.map((nation) => startOf(nation, { ...last, missed: [] })).join(' ')).not.toContain(last.id);
      }),
    );
  });
});
