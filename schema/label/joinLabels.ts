import { dayOf } from './dayOf.ts';
import type { Directory } from './directory.ts';
import type { Domain } from './domain.ts';
import { bottom, join } from './join.ts';
import { unlabelled, type Label, type Restriction, type Tlp } from './label.ts';
import { labelAt } from './labelAt.ts';
import { sorted } from './names.ts';
import { resolve, tlpCategories } from './resolve.ts';

/** Most open first. No TLP at all says less than TLP:CLEAR, which says that everybody may have it. */
const tlpOrder: readonly (Tlp | null)[] = ['CLEAR', null, 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'];

/**
 * The label to print on what was made from records of one owner: names are written out, and whoever it lets in may
 * read every one of the records. It is printed, never decided on; a record's own label decides. Made from nothing, it
 * is NATO UNCLASSIFIED for the members.
 */
export function joinLabels(
  labels: readonly (Label | typeof unlabelled)[],
  owner: string,
  directory: Directory,
  domain: Domain,
  now: number,
): Label {
  if (labels.length === 0)
    return { ...madeFromNothing(owner, sorted(directory.expand('NATO', domain, now))), createdOn: dayOf(now) };
  const resolved = labels.map((label) => ({ label, restriction: resolve(label, owner, directory, domain, now) }));
  return joinResolved(resolved, now);
}

/** A label and what it demands at this moment, by what its own owner is told of names and agreements. */
export interface ResolvedLabel {
  readonly label: Label | typeof unlabelled;
  readonly restriction: Restriction;
}

/** The label of what was made from records of whichever owners. Throws where there are none: it would be open to all. */
export function joinResolved(labels: readonly ResolvedLabel[], now: number): Label {
  if (labels.length === 0) throw new TypeError('a label of nothing');
  const createdOn = dayOf(now);
  const { level, audience, eyes, recipients, orcon, originators, ...joined } = labels
    .map(({ restriction }) => restriction)
    .reduce(join, bottom);
  const written = labels.flatMap(({ label }) => (label === unlabelled ? [] : labelAt(label, now)));
  const tlp = strictest([...written.map((label) => label.tlp), ...(written.length < labels.length ? [null] : [])]);
  return {
    level,
    releasableTo: audience,
    eyesOnly: eyes,
    recipients,
    ...beyondTlp(joined, tlp),
    tlp,
    orcon,
    originators,
    originatorMarking: null,
    info: sorted(written.flatMap((label) => label.info)),
    createdOn,
    reviewAt: written.flatMap(({ reviewAt }) => reviewAt ?? []).sort()[0] ?? null,
    succession: null,
  };
}

function madeFromNothing(owner: string, members: readonly string[]): Omit<Label, 'createdOn'> {
  return {
    level: 'NU',
    releasableTo: members,
    eyesOnly: 'ALL',
    recipients: 'ALL',
    allOf: [],
    anyOf: [],
    tlp: null,
    orcon: [],
    originators: [owner],
    originatorMarking: null,
    info: [],
    reviewAt: null,
    succession: null,
  };
}

function strictest(colours: readonly (Tlp | null)[]): Tlp | null {
  return tlpOrder.findLast((colour) => colours.includes(colour)) ?? null;
}

/** The categories that the printed TLP does not already say. */
function beyondTlp(
  { allOf, anyOf }: Pick<Restriction, 'allOf' | 'anyOf'>,
  tlp: Tlp | null,
): Pick<Label, 'allOf' | 'anyOf'> {
  if (tlp === 'AMBER') return { allOf, anyOf: anyOf.filter((group) => group.join() !== tlpCategories.AMBER.join()) };
  if (tlp !== 'AMBER_STRICT') return { allOf, anyOf };
  return { allOf: allOf.filter((category) => category !== tlpCategories.AMBER_STRICT[0]), anyOf };
}
