import { unlabelled, type Label, type Marking } from './label.ts';

/** Is some part of it for persons by name (TLP:RED), now or by a label that takes over later? */
export function namesPersons(marking: Marking): boolean {
  const known = named.get(marking);
  if (known !== undefined) return known;
  const names = [marking.label, ...marking.portions.values()].some(labelNamesPersons);
  named.set(marking, names);
  return names;
}

/** Markings are read once and never change. */
const named = new WeakMap<Marking, boolean>();

const labelNamesPersons = (label: Label | typeof unlabelled): boolean =>
  label !== unlabelled &&
  [label, ...(label.succession ? [label.succession.label] : [])].some(
    ({ recipients, tlp }) => recipients !== 'ALL' || tlp === 'RED',
  );
