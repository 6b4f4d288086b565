import { anyOf } from '../runtime/conditions.ts';
import { mutation } from '../runtime/mutation.ts';
import { recallRecord } from '../runtime/recallRecord.ts';
import { keeper, nations, reference, sharedEntity } from '../runtime/references.ts';
import type { NationStub } from '../runtime/references.ts';
import type { PageArguments, Reading, RecordObject } from '../runtime/Reading.ts';
import type { Resolvers } from '../runtime/Resolvers.ts';
import { versionOf } from '../runtime/versionOf.ts';
import { acknowledgeIncident } from './acknowledgeIncident.ts';
import { escalateIncident } from './escalateIncident.ts';
import { incidentConditions, sightingConditions } from './filters.ts';
import type { IncidentFilter } from './filters.ts';
import { linkIncidents } from './linkIncidents.ts';
import { recordIndicator } from './recordIndicator.ts';
import { recordSighting } from './recordSighting.ts';
import { relabelRecord } from './relabelRecord.ts';
import { reportIncident } from './reportIncident.ts';
import type { AttackTechnique, SourceRecord, VulnerabilityRef } from './records.ts';
import { situation } from './situation.ts';
import { updateIncident } from './updateIncident.ts';

type IncidentsArguments = PageArguments & { where: IncidentFilter; orderBy: keyof typeof orders };

const orders = { UPDATED_DESC: 'default', REPORTED_DESC: 'reported', SEVERITY_DESC: 'severity' } as const;

const incidents = async ({ where, orderBy, ...page }: IncidentsArguments, reading: Reading) =>
  reading.list('Incident', { conditions: incidentConditions(where), order: orders[orderBy] }, page);

export const incidentsResolvers: Resolvers = {
  Query: {
    incident: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Incident', id),
    incidents: (_source: unknown, args: IncidentsArguments, reading: Reading) => incidents(args, reading),
    indicator: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Indicator', id),
    indicatorSightings: (
      _source: unknown,
      { type, value, ...page }: PageArguments & { type: string; value: string },
      reading: Reading,
    ) => {
      const conditions = sightingConditions(reading.view('Indicator'), type, value);
      return reading.list('IndicatorSighting', { conditions }, page);
    },
    situation,
  },
  Mutation: {
    reportIncident: mutation(reportIncident),
    updateIncident: mutation(updateIncident),
    relabelRecord: mutation(relabelRecord),
    recallRecord: mutation(recallRecord),
    escalateIncident: mutation(escalateIncident),
    acknowledgeIncident: mutation(acknowledgeIncident),
    linkIncidents: mutation(linkIncidents),
    recordIndicator: mutation(recordIndicator),
    recordSighting: mutation(recordSighting),
  },
  Nation: {
    incidents: (nation: NationStub, args: IncidentsArguments, reading: Reading) =>
      nation.code === reading.nation ? incidents(args, reading) : null,
  },
  Incident: {
    __resolveReference: sharedEntity('Incident'),
    owner: keeper,
    version: versionOf,
    affectedNations: nations('affectedNations'),
    techniques: ({ techniques }: { techniques?: readonly AttackTechnique[] }) =>
      techniques?.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    vulnerabilities: ({ vulnerabilities }: { vulnerabilities?: readonly VulnerabilityRef[] }) =>
      vulnerabilities?.toSorted((a, b) => (a.cve < b.cve ? -1 : 1)),
    indicators: (
      incident: RecordObject,
      { type, ...page }: PageArguments & { type?: string | null },
      reading: Reading,
    ) =>
      reading.listReferring(
        'Indicator',
        ['incident'],
        incident.id,
        { conditions: anyOf(['type'], type ? [type] : null) },
        page,
      ),
    related: (
      incident: RecordObject,
      { relation, ...page }: PageArguments & { relation?: string | null },
      reading: Reading,
    ) => {
      const conditions = anyOf(['relation'], relation ? [relation] : null);
      return reading.listReferring('IncidentLink', ['from', 'to'], incident.id, { conditions }, page);
    },
    timeline: (incident: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('TimelineEntry', ['incident'], incident.id, {}, page),
    acknowledgements: (incident: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('Acknowledgement', ['incident'], incident.id, {}, page),
  },
  SourceRecord: {
    record: ({ record }: SourceRecord): unknown => (record ? JSON.parse(record) : null),
  },
  Indicator: {
    __resolveReference: sharedEntity('Indicator'),
    owner: keeper,
    sightings: (indicator: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('IndicatorSighting', ['indicator'], indicator.id, {}, page),
  },
  IndicatorSighting: {
    nation: keeper,
    indicator: reference('Indicator', 'indicator'),
    incident: reference('Incident', 'incident'),
  },
  IncidentLink: {
    from: reference('Incident', 'from'),
    to: reference('Incident', 'to'),
    assertedBy: keeper,
  },
  Acknowledgement: {
    nation: keeper,
    incident: reference('Incident', 'incident'),
  },
};
