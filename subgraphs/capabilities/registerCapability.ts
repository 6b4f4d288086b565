import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import { orNull } from '../runtime/orNull.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import { atLeastNone, tooling, type ToolingInput } from './capabilityValues.ts';
import type { CapabilityKind, CapabilityRecord, Readiness, SovereignEffect } from './records.ts';

/** `RegisterCapabilityInput` of the contract, coerced. */
export interface RegisterCapabilityInput {
  readonly name: string;
  readonly kind: CapabilityKind;
  readonly summary?: string | null;
  readonly readiness: Readiness;
  readonly noticeToMoveHours?: number | null;
  readonly deployable: boolean;
  readonly remote: boolean;
  readonly headcount?: number | null;
  readonly specialisms: readonly string[];
  readonly tooling: readonly ToolingInput[];
  readonly pointOfContact?: string | null;
  readonly effect?: SovereignEffect | null;
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
}

export async function registerCapability(writing: Writing, input: RegisterCapabilityInput): Promise<Written> {
  const unmarked: CapabilityRecord = {
    __typename: 'Capability',
    id: writing.newId('Capability'),
    label: writing.label('Capability', input.label, ['input', 'label']),
    portions: {},
    name: titled(input.name, ['input', 'name']),
    kind: input.kind,
    summary: input.summary ?? null,
    readiness: input.readiness,
    noticeToMoveHours: atLeastNone(input.noticeToMoveHours, ['input', 'noticeToMoveHours']),
    deployable: input.deployable,
    remote: input.remote,
    headcount: atLeastNone(input.headcount, ['input', 'headcount']),
    specialisms: [...new Set(input.specialisms)],
    tooling: orNull(tooling(input.tooling, ['input', 'tooling'])),
    effect: input.effect ?? null,
    pointOfContact: input.pointOfContact ?? null,
    agreements: [],
  };
  const capability = writing.marked(unmarked, input.portions);
  await writing.put(capability);
  return { capability: ['Capability', capability.id] };
}
