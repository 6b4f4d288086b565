import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';

/** Epoch milliseconds, both ends included. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Does the agreement bind all of these bodies on capabilities, at every moment of the span? As far as the nation is told of it. */
export function isBoundBy(
  { agreements, coalitions }: AllianceDocument,
  id: string,
  bodies: readonly string[],
  span: Span,
): boolean {
  const agreement = agreements.find((one) => one.id === id);
  if (agreement === undefined || !agreement.covers.includes('CAPABILITIES')) return false;
  const members = new Map(coalitions.map((coalition) => [coalition.code, coalition.members]));
  const parties = new Set(agreement.parties.flatMap((party) => members.get(party) ?? [party]));
  const end = agreement.until === null ? Infinity : Date.parse(agreement.until);
  return (
    bodies.every((body) => parties.has(body)) &&
    Date.parse(agreement.from) <= Math.min(span.from, span.until) &&
    span.until < end
  );
}
