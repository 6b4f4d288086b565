import type { Label } from '../../schema/label/label.ts';
import { union } from '../../schema/label/names.ts';

/** The label of what is also the information of these nations, now and when another label takes over. */
export function withOriginators(label: Label, added: readonly string[]): Label {
  const { succession } = label;
  const originators = union(label.originators, added);
  return {
    ...label,
    originators,
    succession: succession && { ...succession, label: { ...succession.label, originators } },
  };
}
