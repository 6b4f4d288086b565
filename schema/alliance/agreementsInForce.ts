import type { Domain } from '../label/domain.ts';
import type { Level } from '../label/level.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/** An agreement with its parties written out. */
export interface Terms {
  readonly code: string;
  readonly parties: ReadonlySet<string>;
  readonly ceiling: Level;
}

interface DatedTerms extends Terms {
  readonly covers: ReadonlySet<Domain>;
  readonly from: number;
  readonly until: number;
}

const written = new WeakMap<AllianceDocument, readonly DatedTerms[]>();

/** Those that cover the domain and hold at that moment: from <= now < until. None covers `CENTRAL`. */
export function agreementsInForce(document: AllianceDocument, domain: Domain, now: number): readonly Terms[] {
  return termsOf(document).filter(({ covers, from, until }) => covers.has(domain) && from <= now && now < until);
}

/** The document is a value: what it says is worked out once. */
function termsOf(document: AllianceDocument): readonly DatedTerms[] {
  const known = written.get(document);
  if (known) return known;
  const members = new Map(document.coalitions.map((coalition) => [coalition.code, coalition.members]));
  const terms = document.agreements.map(({ code, parties, ceiling, covers, from, until }) => ({
    code,
    parties: new Set(parties.flatMap((party) => members.get(party) ?? [party])),
    ceiling,
    covers: new Set<Domain>(covers),
    from: Date.parse(from),
    until: until === null ? Infinity : Date.parse(until),
  }));
  written.set(document, terms);
  return terms;
}
