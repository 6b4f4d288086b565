import { recordKinds } from '../../schema/id.ts';
import { timeKey } from '../../schema/position.ts';
import type { AnyRecordRules, RecordRules } from '../runtime/RecordType.ts';
import type { ReleaseAnswerRecord, ReleaseRequestRecord } from './records.ts';
import { askedAs } from './releasable.ts';

const releaseRequest: RecordRules<ReleaseRequestRecord> = {
  name: 'ReleaseRequest',
  kind: recordKinds.releaseRequest,
  references: askedAs,
  searched: [],
  sortKeys: ({ askedAt }) => ({ default: timeKey(Date.parse(askedAt)) }),
};

const releaseAnswer: RecordRules<ReleaseAnswerRecord> = {
  name: 'ReleaseAnswer',
  kind: recordKinds.releaseAnswer,
  references: ['request'],
  searched: [],
  sortKeys: ({ at }) => ({ default: timeKey(Date.parse(at)) }),
};

export const releasesTypes: readonly AnyRecordRules[] = [releaseRequest, releaseAnswer];
