import { describe, expect, it } from 'vitest';
import { CursorSeal, type CursorScope } from '../../../gateway/federation/cursor.ts';

const seal = new CursorSeal(new Uint8Array(64).fill(7));
const scope: CursorScope = {
  field: 'Query.incidents',
  parent: null,
  arguments: { orderBy: 'UPDATED_DESC', where: { minSeverity: 'S3_HIGH', text: 'a' } },
  readerClass: 'NC=permit',
};
const cursor = { key: '001716000000000', nation: 'EST', id: 'EST:i:0123456789abcdef', missed: ['POL'] };

describe('a sealed cursor', () => {
  it('opens to the place it was made for, whatever the order in which a reader writes the filter', () => {
    const reordered = {
      ...scope,
      arguments: { where: { text: 'a', minSeverity: 'S3_HIGH' }, orderBy: 'UPDATED_DESC' },
    };
    expect(seal.within(reordered).open(seal.within(scope).seal(cursor))).toEqual(cursor);
  });

  it('is one of many of its list', () => {
    const list = seal.within(scope);
    const sealed = ['1', '2', '3'].map((end) => list.seal({ ...cursor, id: `${cursor.id}${end}` }));
    expect(new Set(sealed).size).toBe(3);
    expect(sealed.map((one) => list.open(one)?.id.at(-1))).toEqual(['1', '2', '3']);
  });

  it('is the same bytes for the same place', () => {
    expect(seal.within(scope).seal(cursor)).toBe(seal.within(scope).seal({ ...cursor, missed: [...cursor.missed] }));
  });

  it('tells a reader neither the sort key nor the record', () => {
    const bytes = Buffer.from(seal.within(scope).seal(cursor), 'base64url').toString('latin1');
    for (const secret of ['1716', 'EST', '0123456789abcdef', 'POL']) expect(bytes).not.toContain(secret);
  });

  it.each<[string, Partial<CursorScope>]>([
    ['another field', { field: 'Query.lessons' }],
    ['another parent', { parent: 'EST:i:0123456789abcdef' }],
    ['another order', { arguments: { ...scope.arguments, orderBy: 'SEVERITY_DESC' } }],
    ['another filter', { arguments: { ...scope.arguments, where: {} } }],
    ['readers of another class', { readerClass: 'NC=deny' }],
  ])('opens for no list of %s', (_, other) => {
    expect(seal.within({ ...scope, ...other }).open(seal.within(scope).seal(cursor))).toBeNull();
  });

  it.each(['', 'x', '!!!', 'A'.repeat(10_000), seal.within(scope).seal(cursor).slice(0, -2)])(
    'that a reader made up opens nothing',
    (forged) => {
      expect(seal.within(scope).open(forged)).toBeNull();
    },
  );
});
