import type { Label } from '../../schema/label/label.ts';
import { rank } from '../../schema/label/level.ts';
import { union } from '../../schema/label/names.ts';
import type { Floor } from './RecordType.ts';

/** The label as one that also asks for what these floors ask for. Roles are not for labels to ask for. */
export const flooredLabel = (label: Label, floors: readonly Floor[]): Label =>
  floors.reduce(
    (one, { level, categories }) => ({
      ...one,
      level: rank(level) > rank(one.level) ? level : one.level,
      allOf: union(one.allOf, categories),
    }),
    label,
  );
