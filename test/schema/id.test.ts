import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isRecordId, nationOf, newRecordId, recordKinds } from '../../schema/id.ts';

describe('the id of a record', () => {
  it('names its owner and nothing else', () => {
    const id = newRecordId('EST', recordKinds.incident, () => randomBytes(16));
    expect(id).toMatch(/^EST:i:[0-9a-hjkmnp-tv-z]{26}$/);
    expect([nationOf(id), isRecordId(id)]).toEqual(['EST', true]);
  });

  it('holds all of its 128 random bits', () => {
    const idOf = (bytes: Uint8Array): string => newRecordId('EST', 'i', () => bytes);
    expect(idOf(new Uint8Array(16))).toBe(`EST:i:${'0'.repeat(26)}`);
    expect(idOf(new Uint8Array(16).fill(255))).toBe(`EST:i:7${'z'.repeat(25)}`);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(15), fc.nat(7), (bytes, at, bit) => {
        const other = bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        expect(idOf(other)).not.toBe(idOf(bytes));
      }),
    );
  });

  it('is not made from too little chance', () => {
    expect(() => newRecordId('EST', 'i', () => new Uint8Array(15))).toThrow('an id needs 16 random bytes, not 15');
  });

  it('has a kind of its own for everything', () => {
    const letters = Object.values(recordKinds);
    expect(new Set(letters).size).toBe(letters.length);
  });

  it.each([
    '',
    'EST',
    'EST:i:',
    'est:i:00000000000000000000000000',
    'EST:i:0000000000000000\n',
    'E:i:0000000000000000',
    'EST:i:000000000000000',
    `EST:i:${'0'.repeat(41)}`,
    ' EST:i:0000000000000000',
    'EST:I:0000000000000000',
  ])('is not `%s`', (text) => {
    expect([nationOf(text), isRecordId(text)]).toEqual([null, false]);
  });
});
