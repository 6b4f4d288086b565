import type { Domain } from '../label/domain.ts';
import { maxLevel, type Level } from '../label/level.ts';
import { agreementsInForce } from './agreementsInForce.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/**
 * The highest level that flows from an owner to a nation in a domain: the highest of the agreements that have both as
 * parties. Without one it is NU; within one nation, and in `CENTRAL`, no agreement limits.
 */
export function agreementCeiling(
  document: AllianceDocument,
  owner: string,
  nation: string,
  domain: Domain,
  now: number,
): Level {
  if (owner === nation || domain === 'CENTRAL') return 'CTS';
  return agreementsInForce(document, domain, now)
    .filter(({ parties }) => parties.has(owner) && parties.has(nation))
    .reduce<Level>((highest, { ceiling }) => maxLevel(highest, ceiling), 'NU');
}
