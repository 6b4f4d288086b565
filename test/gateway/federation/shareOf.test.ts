import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Admission } from '../../../gateway/federation/admit.ts';
import { shareOf } from '../../../gateway/federation/shareOf.ts';
import { Stream } from '../../../gateway/federation/Stream.ts';

const form = { edges: [], lead: { edges: '__gw_edges', node: '__gw_node' }, isGuarded: false, latestKey: null };

/** What a nation with more rows than anybody wants is asked for, request after request. */
function asked(page: number, share: number, requests: number): number[] {
  const stream = new Stream('EST', null, page, share);
  let number = 0;
  return Array.from({ length: requests }, () => {
    const { count } = stream;
    const rows = Array.from({ length: count }, () => {
      const id = `EST:i:${String(number++).padStart(16, '0')}`;
      return { __gw_position: `0,${id}`, __gw_node: { __gw_key: id } };
    });
    stream.read({} as Admission, { __gw_edges: rows }, form);
    return count;
  });
}

describe('what one nation is asked for of a page', () => {
  it('is first its share, then the page, then twice as much each time, never more than a nation answers', () => {
    expect(asked(26, shareOf(26, 8), 5)).toEqual([8, 26, 52, 101, 101]);
    expect(asked(26, shareOf(26, 2), 2)).toEqual([26, 52]);
    expect(asked(101, shareOf(101, 8), 3)).toEqual([26, 101, 101]);
    expect(asked(6, shareOf(6, 32), 2)).toEqual([6, 12]);
  });

  it('is enough from all of them together, and never more than the page from one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 101 }), fc.integer({ min: 1, max: 40 }), (page, nations) => {
        const share = shareOf(page, nations);
        expect(share).toBeLessThanOrEqual(page);
        expect(share * nations).toBeGreaterThanOrEqual(page);
      }),
    );
  });
});
