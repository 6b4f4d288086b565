import { dayOf } from '../../schema/label/dayOf.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { Domain } from '../../schema/label/domain.ts';
import { unlabelled, type Label, type Restriction } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { resolve } from '../../schema/label/resolve.ts';
import { bannerOf } from './labelTexts.ts';
import { Computed, type Admitted } from './tree.ts';

/** The object `Label` of the contract, as the label stands at this moment: coalitions written out. */
export function labelOf(
  label: Label | typeof unlabelled,
  owner: string,
  directory: Directory,
  domain: Domain,
  now: number,
): Computed {
  let restriction: Restriction | undefined;
  const asked = (): Restriction => (restriction ??= resolve(label, owner, directory, domain, now));
  const written = label === unlabelled ? null : labelAt(label, now);
  const succession = label === unlabelled || written !== label ? null : label.succession;
  return new Computed({
    level: () => asked().level,
    releasableTo: () => namesOrAll(asked().audience),
    eyesOnly: () => namesOrAll(asked().eyes),
    categories: () => asked().allOf,
    alternatives: () => asked().anyOf,
    tlp: written?.tlp ?? null,
    originators: () => asked().originators,
    originatorControlled: written === null || written.orcon.length > 0,
    originatorMarking: written?.originatorMarking ?? null,
    banner: () => (written ? bannerOf(written) : `UNLABELLED, FOR THE SECURITY OFFICER OF ${owner}`),
    createdAt: `${written?.createdOn ?? dayOf(now)}T00:00:00.000Z`,
    reviewAt: written?.reviewAt ?? null,
    succession: succession && new Computed({ at: succession.at, banner: bannerOf(succession.label) }),
  });
}

const namesOrAll = (names: Restriction['audience']): readonly string[] | null => (names === 'ALL' ? null : names);

/** The stricter markings of the fields that this reader may see, by name of the field. */
export const fieldMarkingsOf = ({ marking, hidden }: Admitted, now: number): Computed[] =>
  [...marking.portions]
    .filter(([field]) => !hidden.has(field))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, label]) => new Computed({ field, banner: bannerOf(labelAt(label, now)) }));
