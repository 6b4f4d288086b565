import type { AllianceDocument } from './AllianceDocument.ts';

/**
 * What one nation is told of the registry: who and what the names are, the agreements to which it is a party, and its
 * own ceiling. The same document gives the same value, and so the same digest.
 */
export function extractFor(nation: string, document: AllianceDocument): AllianceDocument {
  const known = extracts.getOrInsertComputed(document, () => new Map<string, AllianceDocument>());
  const last = known.get(nation);
  if (last) return last;
  const extract = makeExtract(nation, document);
  if (document.nations.some(({ code }) => code === nation)) known.set(nation, extract);
  return extract;
}

const extracts = new WeakMap<AllianceDocument, Map<string, AllianceDocument>>();

function makeExtract(nation: string, document: AllianceDocument): AllianceDocument {
  const members = new Map(document.coalitions.map((coalition) => [coalition.code, coalition.members]));
  const ceiling = document.ceilings[nation];
  return {
    ...document,
    agreements: document.agreements.filter(({ parties }) =>
      parties.some((party) => (members.get(party) ?? [party]).includes(nation)),
    ),
    ceilings: ceiling === undefined ? {} : { [nation]: ceiling },
  };
}
