import type { Aal, Clearance } from './clearance.ts';
import type { Domain } from './domain.ts';
import type { Restriction } from './label.ts';
import { rank, requiredAal } from './level.ts';
import { admits } from './names.ts';

export type DenyReason =
  | 'LEVEL'
  | 'RELEASABILITY'
  | 'EYES_ONLY'
  | 'RECIPIENTS'
  | 'CATEGORIES'
  | 'ALTERNATIVES'
  | 'UNLABELLED';

/** The reason is for the log and for explanation; no reader may learn it. */
export type Decision =
  | { readonly effect: 'permit' }
  | { readonly effect: 'deny'; readonly reason: DenyReason }
  | { readonly effect: 'stepUp'; readonly requiredAal: Aal };

type Rule = (clearance: Clearance, restriction: Restriction, domain: Domain) => boolean;

/** Every rule must hold. A comparison with something unknown is false, and false denies. */
const rules: readonly (readonly [DenyReason, Rule])[] = [
  ['LEVEL', (clearance, restriction, domain) => reach(clearance, restriction, domain) >= rank(restriction.level)],
  ['RELEASABILITY', ({ nation }, { audience }) => admits(audience, nation)],
  ['EYES_ONLY', ({ nationality }, { eyes }) => admits(eyes, nationality)],
  ['RECIPIENTS', ({ pseudonym }, { recipients }) => admits(recipients, pseudonym)],
  ['CATEGORIES', ({ categories }, { allOf }) => allOf.every((category) => categories.includes(category))],
  [
    'ALTERNATIVES',
    ({ categories }, { anyOf }) => anyOf.every((group) => group.some((category) => categories.includes(category))),
  ],
  ['UNLABELLED', ({ roles }, { officerOnly }) => !officerOnly || roles.includes('SECURITY_OFFICER')],
];

/**
 * The policy decision: may this reader see material under this restriction, of the owner that the clearance is
 * towards? Total and pure. `stepUp` only when a stronger sign-in is all that is missing.
 */
export function canRead(clearance: Clearance, restriction: Restriction, domain: Domain): Decision {
  const failed = rules.find(([, holds]) => !holds(clearance, restriction, domain));
  if (failed) return { effect: 'deny', reason: failed[0] };
  const needed = requiredAal[restriction.level];
  return clearance.aal >= needed ? { effect: 'permit' } : { effect: 'stepUp', requiredAal: needed };
}

/** Every restriction that is not met, in a fixed order; strength of sign-in left aside. */
export function failedRules(clearance: Clearance, restriction: Restriction, domain: Domain): readonly DenyReason[] {
  return rules.filter(([, holds]) => !holds(clearance, restriction, domain)).map(([reason]) => reason);
}

/** The rank of the highest level open to the reader, towards the owner and every originator. Unknown is NaN. */
function reach({ levels, lower }: Clearance, { originators }: Restriction, domain: Domain): number {
  const own = levels[domain];
  const limits = originators.map((code) => lower[code]?.[domain] ?? own);
  return Math.min(rank(own), ...limits.map(rank));
}
