import { isApplied } from './applied.ts';
import type { Field, Rule } from './Contract.ts';
import { isLabelled } from './shapes.ts';

/** Markings and the counts under them are for the gateway alone, and what a reader sees of a label is made from them. */
export const markingsStayInside: Rule = ({ fields }) =>
  fields.flatMap((field) => {
    const message = complaint(field);
    return message === null ? [] : [{ at: field.at, message }];
  });

function complaint({ owner, definition }: Field): string | null {
  const { name } = definition;
  if (['marking', 'counted'].includes(name) && !isApplied(definition, 'inaccessible')) {
    return 'is not for readers; put @inaccessible on it';
  }
  const isAnswered = isApplied(definition, 'fromMarking');
  const isLabel = isLabelled(owner) ? ['label', 'fieldMarkings'].includes(name) : name === 'label' && isSummary(owner);
  if (isLabel && !isAnswered) return 'would be asked of a nation; put @fromMarking on it';
  if (isAnswered && !isLabel) return '@fromMarking is for the label of a record or of a summary; remove it';
  return null;
}

const isSummary = (owner: Field['owner']): boolean => 'counted' in owner.getFields();
