import { banner } from '../../schema/label/banner.ts';
import { unlabelled, type Label } from '../../schema/label/label.ts';
import { markingText } from '../../schema/label/marking.ts';

/** `banner`, written once for a label: equal markings give one object, and a text knows no reader and no record. */
export const bannerOf = once(banner);

/** The canonical text of a record's label alone. */
export const labelTextOf = (label: Label | typeof unlabelled): string =>
  label === unlabelled ? label : writtenLabel(label);

const writtenLabel = once((label) => markingText({ label, portions: new Map() }));

function once(write: (label: Label) => string): (label: Label) => string {
  const known = new WeakMap<Label, string>();
  return (label) => known.getOrInsertComputed(label, write);
}
