import { isApplied } from './applied.ts';
import type { Rule } from './Contract.ts';
import { isLabelled } from './shapes.ts';

/** Only a Labelled object has a marking in which its portions could be labelled. */
export const portionsAreOfRecords: Rule = ({ fields }) =>
  fields.flatMap(({ at, owner, definition }) =>
    isApplied(definition, 'portion') && !isLabelled(owner)
      ? [{ at, message: `\`${owner.name}\` is not Labelled; implement Labelled or remove @portion` }]
      : [],
  );
