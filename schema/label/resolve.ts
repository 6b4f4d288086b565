import { normalCategories } from './categories.ts';
import type { Directory } from './directory.ts';
import type { Domain } from './domain.ts';
import { unlabelled, type Label, type Names, type Restriction } from './label.ts';
import { labelAt } from './labelAt.ts';
import { intersect, sorted } from './names.ts';

/** The named group whose members are the community that TLP:GREEN speaks of. */
const community = 'CYBER-DEFENCE';

/** What TLP 2.0 asks for beyond the label: AMBER an organisation and its clients, AMBER+STRICT the organisation. */
export const tlpCategories = {
  AMBER: ['coi:AGENCY', 'coi:CONSTITUENT'],
  AMBER_STRICT: ['coi:AGENCY'],
} as const;

/**
 * What the label on a record of this owner, in this domain, demands at one moment. TLP only ever narrows. In a domain
 * that agreements limit, an originator that the directory does not know has no agreement with anybody: nobody may
 * read.
 */
export function resolve(
  label: Label | typeof unlabelled,
  owner: string,
  directory: Directory,
  domain: Domain,
  now: number,
): Restriction {
  if (label === unlabelled) return unlabelledOf(owner);
  const { level, releasableTo, eyesOnly, recipients, allOf, anyOf, tlp, orcon, originators } = labelAt(label, now);
  const expand = (name: string): readonly string[] => directory.expand(name, domain, now);
  const released: Names = releasableTo === 'ALL' ? 'ALL' : sorted(releasableTo.flatMap(expand));
  const known = originators.length > 0 && originators.every((code) => directory.codes.includes(code));
  return {
    level,
    audience: audienceOf(tlp === 'GREEN' ? intersect(released, sorted(expand(community))) : released, known, domain),
    eyes: eyesOnly === 'ALL' ? 'ALL' : sorted(eyesOnly),
    recipients: recipients === 'ALL' ? (tlp === 'RED' ? [] : 'ALL') : sorted(recipients),
    ...normalCategories({
      allOf: tlp === 'AMBER_STRICT' ? [...allOf, ...tlpCategories.AMBER_STRICT] : allOf,
      anyOf: tlp === 'AMBER' ? [...anyOf, tlpCategories.AMBER] : anyOf,
    }),
    orcon: sorted(orcon),
    originators: sorted(originators),
    officerOnly: false,
  };
}

function audienceOf(audience: Names, originatorsKnown: boolean, domain: Domain): Names {
  return originatorsKnown || domain === 'CENTRAL' ? audience : [];
}

function unlabelledOf(owner: string): Restriction {
  return {
    level: 'CTS',
    audience: [owner],
    eyes: 'ALL',
    recipients: 'ALL',
    allOf: [],
    anyOf: [],
    orcon: [owner],
    originators: [owner],
    officerOnly: true,
  };
}
