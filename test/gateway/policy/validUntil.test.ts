import { expect, it } from 'vitest';
import { clearanceTowards } from '../../../gateway/policy/clearanceTowards.ts';
import { validUntil } from '../../../gateway/policy/validUntil.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';

const registry = registryOf(demoValue());
const far = Date.parse('2099-01-01T00:00:00.000Z');

it('is the end of the token, of the clearance, or of an agreement of the reader’s nation, whichever comes first', () => {
  const baltic = Date.parse('2030-01-01T00:00:00.000Z');
  const eu = Date.parse('2031-01-01T00:00:00.000Z');
  expect(validUntil(reader(), registry, now)).toBe(now + 900_000);
  expect(validUntil(reader({ clearanceExpiresAt: now + 5 }), registry, now)).toBe(now + 5);
  const lasting = reader({ tokenExpiresAt: far, clearanceExpiresAt: far });
  expect(validUntil(lasting, registry, now)).toBe(baltic);
  expect(validUntil(lasting, registry, baltic - 1)).toBe(baltic);
  expect(validUntil(lasting, registry, baltic)).toBe(eu);
  expect(validUntil(lasting, registry, eu)).toBe(far);
  expect(validUntil(reader({ clearanceExpiresAt: now }), registry, now)).toBe(now + 900_000);
});

it('misses no change of a clearance, and steps over each of them', () => {
  const who = reader({ nation: 'EU', level: 'NS', tokenExpiresAt: far, clearanceExpiresAt: Date.parse('2032-01-01') });
  const at = (moment: number) => clearanceTowards(who, 'LVA', registry, moment, 'p');
  const seen: string[] = [];
  for (let moment = now; moment < far; moment = validUntil(who, registry, moment)) {
    const until = validUntil(who, registry, moment);
    expect(at(until - 1)).toEqual(at(moment));
    seen.push(at(moment).levels.INCIDENTS, at(moment).levels.CENTRAL);
  }
  // What the Baltic states agreed ends before, and is nothing to the EU.
  expect(seen).toEqual(['NS', 'NS', 'NU', 'NS', 'NU', 'NU']);
});
