import { recordKinds } from '../../schema/id.ts';
import { invert, ordinalKey, timeKey } from '../../schema/position.ts';
import type { AnyRecordRules, RecordRules } from '../runtime/RecordType.ts';
import { severities } from './records.ts';
import type {
  AcknowledgementRecord,
  IncidentLinkRecord,
  IncidentRecord,
  IndicatorRecord,
  IndicatorSightingRecord,
  TimelineEntryRecord,
} from './records.ts';

const at = (time: string | null): string => timeKey(time === null ? null : Date.parse(time));

const incident: RecordRules<IncidentRecord> = {
  name: 'Incident',
  kind: recordKinds.incident,
  references: [],
  searched: ['name', 'description'],
  sortKeys: ({ updatedAt, reportedAt, severity }) => ({
    default: at(updatedAt),
    reported: at(reportedAt),
    severity: ordinalKey(severity === null ? null : severities.indexOf(severity)),
  }),
};

const indicator: RecordRules<IndicatorRecord> = {
  name: 'Indicator',
  kind: recordKinds.indicator,
  references: ['incident'],
  searched: [],
  sortKeys: ({ validFrom }) => ({ default: at(validFrom) }),
};

const sighting: RecordRules<IndicatorSightingRecord> = {
  name: 'IndicatorSighting',
  kind: recordKinds.sighting,
  references: ['indicator', 'incident'],
  searched: [],
  sortKeys: ({ lastSeen }) => ({ default: at(lastSeen) }),
};

const link: RecordRules<IncidentLinkRecord> = {
  name: 'IncidentLink',
  kind: recordKinds.incidentLink,
  references: ['from', 'to'],
  searched: [],
  sortKeys: ({ assertedAt }) => ({ default: at(assertedAt) }),
};

const acknowledgement: RecordRules<AcknowledgementRecord> = {
  name: 'Acknowledgement',
  kind: recordKinds.acknowledgement,
  references: ['incident'],
  searched: [],
  sortKeys: (record) => ({ default: at(record.at) }),
};

const timelineEntry: RecordRules<TimelineEntryRecord> = {
  name: 'TimelineEntry',
  kind: recordKinds.timelineEntry,
  references: ['incident'],
  searched: [],
  sortKeys: (record) => ({ default: invert(at(record.at)) }),
};

export const incidentsTypes: readonly AnyRecordRules[] = [
  incident,
  indicator,
  sighting,
  link,
  acknowledgement,
  timelineEntry,
];
