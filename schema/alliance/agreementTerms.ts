import type { Domain } from '../label/domain.ts';
import type { Level } from '../label/level.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/** An agreement with its parties written out. */
export interface Terms {
  readonly code: string;
  readonly parties: ReadonlySet<string>;
  readonly ceiling: Level;
}

/** In force at `from` <= t < `until`, epoch milliseconds. */
export interface DatedTerms extends Terms {
  readonly covers: ReadonlySet<Domain>;
  readonly from: number;
  readonly until: number;
}

const written = new WeakMap<AllianceDocument, readonly DatedTerms[]>();

/** The document is a value: what it says is worked out once. */
export function agreementTerms(document: AllianceDocument): readonly DatedTerms[] {
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
