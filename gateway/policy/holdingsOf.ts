import type { Clearance } from '../../schema/label/clearance.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { clearanceTowards } from './clearanceTowards.ts';
import { ownClearance } from './ownClearance.ts';
import { validUntil } from './validUntil.ts';

/** What a reader holds, as long as nothing changes it. Equal questions are answered with one object. */
export interface Holdings {
  readonly own: Clearance;
  readonly towards: (owner: string, pseudonym: string) => Clearance;
  /** Epoch milliseconds: from <= now < until. */
  readonly from: number;
  readonly until: number;
}

const known = new WeakMap<Reader, { readonly registry: Registry; readonly holdings: Holdings }>();

/** Worked out once for a reader, until the registry, an agreement or the reader's own clearance changes. */
export function holdingsOf(reader: Reader, registry: Registry, now: number): Holdings {
  const last = known.get(reader);
  if (last?.registry === registry && last.holdings.from <= now && now < last.holdings.until) return last.holdings;
  /** By owner, and by pseudonym: every organisation has one of its own for readers of central records. */
  const clearances = new Map<string, Map<string, Clearance>>();
  const towards: Holdings['towards'] = (owner, pseudonym) => {
    const own = clearances.getOrInsertComputed(owner, () => new Map<string, Clearance>());
    return own.getOrInsertComputed(pseudonym, () => clearanceTowards(reader, owner, registry, now, pseudonym));
  };
  const own = ownClearance(reader, registry, now);
  const holdings = { own, towards, from: now, until: validUntil(reader, registry, now) };
  known.set(reader, { registry, holdings });
  return holdings;
}
