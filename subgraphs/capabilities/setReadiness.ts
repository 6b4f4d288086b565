import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { CapabilityRecord, Readiness } from './records.ts';

/** `SetReadinessInput` of the contract, coerced. */
export interface SetReadinessInput {
  readonly id: string;
  readonly version: string;
  readonly readiness: Readiness;
}

export async function setReadiness(writing: Writing, { id, version, readiness }: SetReadinessInput): Promise<Written> {
  const { whole } = await writing.target<CapabilityRecord>('Capability', id, version);
  const capability: CapabilityRecord = { ...whole, readiness };
  await writing.put(capability);
  return { capability: ['Capability', capability.id] };
}
