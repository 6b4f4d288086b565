import type { LabelledRecord } from '../runtime/LabelledRecord.ts';
import type { AskedAs, ReleasableField } from './releasable.ts';

export type ReleaseStatus = 'OPEN' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN';

/** Kept by the nation that asks; the record that it is about, of which it names one, is another nation's. */
export interface ReleaseRequestRecord
  extends LabelledRecord<'ReleaseRequest', 'reason'>, Readonly<Partial<Record<AskedAs, string | null>>> {
  readonly field: ReleasableField;
  readonly reason: string | null;
  readonly status: ReleaseStatus;
  readonly askedAt: string;
  readonly answerBy: string;
}

/** Kept by the owner of the record; the request is another nation's. */
export interface ReleaseAnswerRecord extends LabelledRecord<'ReleaseAnswer', 'reason'> {
  readonly request: string;
  readonly at: string;
  readonly granted: boolean;
  readonly reason: string | null;
}
