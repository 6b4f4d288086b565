import { recordKinds } from '../../schema/id.ts';
import { ordinalKey, timeKey } from '../../schema/position.ts';
import type { AnyRecordRules, RecordRules } from '../runtime/RecordType.ts';
import { readinessSteps } from './records.ts';
import type {
  CapabilityOfferRecord,
  CapabilityRecord,
  CapabilityRequestRecord,
  CapabilityUseRecord,
  RequestAnswerRecord,
} from './records.ts';

const capability: RecordRules<CapabilityRecord> = {
  name: 'Capability',
  kind: recordKinds.capability,
  references: ['agreements'],
  searched: [],
  sortKeys: ({ readiness }) => ({ default: ordinalKey(readinessSteps.indexOf(readiness)) }),
};

const offer: RecordRules<CapabilityOfferRecord> = {
  name: 'CapabilityOffer',
  kind: recordKinds.offer,
  references: ['capability', 'under'],
  searched: [],
  sortKeys: ({ from }) => ({ default: timeKey(Date.parse(from)) }),
};

const request: RecordRules<CapabilityRequestRecord> = {
  name: 'CapabilityRequest',
  kind: recordKinds.capabilityRequest,
  references: ['incident', 'exercise', 'accepted'],
  searched: [],
  sortKeys: ({ openedAt }) => ({ default: timeKey(Date.parse(openedAt)) }),
};

const answer: RecordRules<RequestAnswerRecord> = {
  name: 'RequestAnswer',
  kind: recordKinds.requestAnswer,
  references: ['request', 'capability'],
  searched: [],
  sortKeys: ({ at }) => ({ default: timeKey(Date.parse(at)) }),
};

const use: RecordRules<CapabilityUseRecord> = {
  name: 'CapabilityUse',
  kind: recordKinds.capabilityUse,
  references: ['exercise', 'capability'],
  searched: [],
  sortKeys: ({ recordedAt }) => ({ default: timeKey(Date.parse(recordedAt)) }),
};

export const capabilitiesTypes: readonly AnyRecordRules[] = [capability, offer, request, answer, use];
