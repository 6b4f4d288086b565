import { anyTarget } from './anyTarget.ts';
import type { Written } from './mutation.ts';
import type { Writing } from './Writing.ts';

/** `RecallRecordInput` of the contract, coerced. */
export interface RecallRecordInput {
  readonly id: string;
  readonly version?: string | null;
}

/** What other records say of it leads nowhere from then on. */
export async function recallRecord(writing: Writing, input: RecallRecordInput): Promise<Written> {
  const { whole } = await anyTarget(writing, input);
  await writing.remove(whole.id);
  return {};
}
