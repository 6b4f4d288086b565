import { agreementTurn } from '../../schema/alliance/agreementTurn.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';

/**
 * The next moment (epoch milliseconds) at which a reader's clearance may change by itself: end of the token, of the
 * clearance, start or end of an agreement of their own nation: when others begin or end theirs is nothing that a reader
 * may notice. Successions of labels are not among them.
 */
export function validUntil(reader: Reader, registry: Registry, now: number): number {
  const clearanceEnd = now < reader.clearanceExpiresAt ? reader.clearanceExpiresAt : Infinity;
  return Math.min(reader.tokenExpiresAt, clearanceEnd, agreementTurn(registry.document, reader.nation, now));
}
