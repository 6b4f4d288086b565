import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { comparePositions, formatPosition, invert, ordinalKey, parsePosition, timeKey } from '../../schema/position.ts';

const ids = fc.constantFrom('EST:i:0000000000000000', 'EST:i:0000000000000001', 'LVA:i:0000000000000000');
const keys = fc.oneof(fc.constant(''), fc.nat().map(timeKey));
const positions = fc.record({ key: keys, nation: fc.constantFrom('EST', 'LVA'), id: ids });

describe('a key', () => {
  it('sorts as bytes as its time sorts, a missing one lowest', () => {
    const times = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(timeKey(a) < timeKey(b)).toBe(a < b);
        expect(timeKey(null) < timeKey(a)).toBe(true);
        expect(timeKey(a)).toHaveLength(15);
      }),
    );
  });

  it('of a time out of bounds is the bound', () => {
    expect(timeKey(-1)).toBe('000000000000000');
    expect(timeKey(8.64e15)).toBe('999999999999999');
    expect(timeKey(Number.NaN)).toBe('');
    expect(timeKey(1.9)).toBe('000000000000001');
  });

  it('of an ordinal has two digits', () => {
    expect([ordinalKey(0), ordinalKey(42), ordinalKey(null)]).toEqual(['00', '42', '']);
    expect(() => ordinalKey(100)).toThrow('`100` is no ordinal');
  });

  it('turned round sorts the other way, and back; a missing one stays last', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(invert(invert(a))).toBe(a);
        const bothKnown = a !== '' && b !== '';
        expect(bothKnown && invert(a) < invert(b)).toBe(bothKnown && b < a);
      }),
    );
    expect(invert('')).toBe('');
  });
});

describe('a position', () => {
  it('reads back as written, bounds included', () => {
    fc.assert(
      fc.property(keys, fc.oneof(ids, fc.constantFrom('', '~')), (key, id) => {
        expect(parsePosition(formatPosition({ key, id }))).toEqual({ key, id });
      }),
    );
  });

  it.each(['', 'x', '1,2', ',x', '1,2,EST:i:0000000000000000', 'é,', '1 2,', `${'9'.repeat(65)},`, '1,~~', '1,\n'])(
    'is not `%s`',
    (text) => {
      expect(parsePosition(text)).toBeNull();
    },
  );

  it('orders a list by key descending, then nation, then id', () => {
    const at = (key: string, nation: string, id: string): { key: string; nation: string; id: string } => ({
      key,
      nation,
      id,
    });
    const list = [
      at('', 'EST', 'a'),
      at('1', 'LVA', 'a'),
      at('1', 'EST', 'b'),
      at('2', 'LVA', 'z'),
      at('1', 'EST', 'a'),
    ];
    expect(list.sort(comparePositions).map((each) => Object.values(each).join())).toEqual([
      '2,LVA,z',
      '1,EST,a',
      '1,EST,b',
      '1,LVA,a',
      ',EST,a',
    ]);
  });

  it('has one place among any others', () => {
    fc.assert(
      fc.property(positions, positions, positions, (a, b, c) => {
        expect(Math.sign(comparePositions(a, b)) + Math.sign(comparePositions(b, a))).toBe(0);
        expect(comparePositions(a, b) === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
        const inOrder = comparePositions(a, b) < 0 && comparePositions(b, c) < 0;
        expect(!inOrder || comparePositions(a, c) < 0).toBe(true);
      }),
    );
  });
});
