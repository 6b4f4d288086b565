import { expect, it } from 'vitest';
import { clearanceTowards } from '../../../gateway/policy/clearanceTowards.ts';
import { holdingsOf } from '../../../gateway/policy/holdingsOf.ts';
import { ownClearance } from '../../../gateway/policy/ownClearance.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';

const registry = registryOf(demoValue());
const far = Date.parse('2099-01-01T00:00:00.000Z');

it('a reader holds at every moment what is worked out afresh for it', () => {
  const who = reader({ nation: 'EU', level: 'NS', tokenExpiresAt: far, clearanceExpiresAt: Date.parse('2032-01-01') });
  const moments = [now, now + 1, now - 5, ...Array.from({ length: 60 }, (_, year) => now + year * 2e10), now];
  for (const moment of moments) {
    const held = holdingsOf(who, registry, moment);
    expect(held.own).toEqual(ownClearance(who, registry, moment));
    for (const owner of ['EST', 'LVA', 'ALLIANCE', 'EU']) {
      expect(held.towards(owner, 'p')).toEqual(clearanceTowards(who, owner, registry, moment, 'p'));
    }
  }
});

it('a reader holds one object as long as nothing changes, and another by another registry or pseudonym', () => {
  const who = reader();
  const held = holdingsOf(who, registry, now);
  expect(holdingsOf(who, registry, now + 1)).toBe(held);
  expect(held.towards('LVA', 'p')).toBe(held.towards('LVA', 'p'));
  expect(held.towards('LVA', 'q').pseudonym).toBe('q');
  expect(holdingsOf(who, registryOf(demoValue()), now)).not.toBe(held);
});
