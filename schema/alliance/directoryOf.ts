import type { Directory } from '../label/directory.ts';
import { sorted } from '../label/names.ts';
import { agreementsInForce } from './agreementsInForce.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/**
 * What names on labels mean by this document: a nation or organisation is itself, a coalition its members of today,
 * an agreement its parties while it is in force and covers the domain.
 */
export function directoryOf(document: AllianceDocument): Directory {
  const codes = sorted([...document.nations, ...document.organisations].map((body) => body.code));
  const fixed = new Map([
    ...codes.map((code) => [code, [code]] as const),
    ...document.coalitions.map(({ code, members }) => [code, sorted(members)] as const),
  ]);
  return {
    codes,
    expand(name, domain, now) {
      const members = fixed.get(name);
      if (members) return members;
      const agreements = agreementsInForce(document, domain, now).filter(({ code }) => code === name);
      return sorted(agreements.flatMap(({ parties }) => [...parties]));
    },
  };
}
