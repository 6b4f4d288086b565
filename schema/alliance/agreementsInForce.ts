import type { Domain } from '../label/domain.ts';
import { agreementTerms, type Terms } from './agreementTerms.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/** Those that cover the domain and hold at that moment: from <= now < until. None covers `CENTRAL`. */
export function agreementsInForce(document: AllianceDocument, domain: Domain, now: number): readonly Terms[] {
  return agreementTerms(document).filter(({ covers, from, until }) => covers.has(domain) && from <= now && now < until);
}
