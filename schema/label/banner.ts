import type { Label, Names } from './label.ts';
import type { Level } from './level.ts';
import { tlpText } from './marking.ts';

const levelNames: Readonly<Record<Level, string>> = {
  NU: 'NATO UNCLASSIFIED',
  NR: 'NATO RESTRICTED',
  NC: 'NATO CONFIDENTIAL',
  NS: 'NATO SECRET',
  CTS: 'COSMIC TOP SECRET',
};

/**
 * The marking to print for people, e.g. `NATO SECRET ATOMAL REL TO EST, LVA`. Caveats follow the level. The recipients
 * of TLP:RED, the dates and the informative parts are left out.
 */
export function banner({ level, releasableTo, eyesOnly, allOf, anyOf, tlp, orcon }: Label): string {
  const caveats = allOf.filter((category) => category.startsWith('cav:'));
  const communities = allOf.filter((category) => !category.startsWith('cav:'));
  const clauses = [
    levelNames[level],
    ...caveats.map(name),
    `REL TO ${list(releasableTo)}`,
    eyesOnly !== 'ALL' && `EYES ONLY ${list(eyesOnly)}`,
    ...communities.map(name),
    ...anyOf.map((group) => group.map(name).join(' OR ')),
    tlp !== null && tlpText(tlp),
    orcon.length > 0 && 'ORCON',
  ];
  return clauses.filter((clause) => clause !== false).join(' ');
}

const name = (category: string): string => category.slice(category.indexOf(':') + 1);

function list(names: Names): string {
  if (names === 'ALL') return 'ALL';
  return names.length === 0 ? 'NOBODY' : names.join(', ');
}
