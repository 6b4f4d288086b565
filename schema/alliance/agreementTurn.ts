import { agreementTerms } from './agreementTerms.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/** The next moment at which an agreement of this nation or organisation begins or ends; Infinity: there is none. */
export const agreementTurn = (document: AllianceDocument, party: string, now: number): number =>
  agreementTerms(document)
    .filter(({ parties }) => parties.has(party))
    .flatMap(({ from, until }) => [from, until])
    .filter((turn) => turn > now)
    .reduce((first, turn) => Math.min(first, turn), Infinity);
