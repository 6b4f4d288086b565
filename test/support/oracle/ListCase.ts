import { inOrder, incidentsWhere, naming, objectsIn, recordsOf, textOf, type IncidentWhere } from './lists.ts';
import type { StoredRecord, Stores } from './prune.ts';
import { readLabelText } from './readMarking.ts';

/** One list that readers ask for, and what its rows must be, by brute force over pruned stores. */
export interface ListCase {
  readonly name: string;
  /** The root field. */
  readonly field: string;
  /** Takes `$after` and asks for the page's `pageInfo`. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** A field of the rows that has a floor, as `Type.field`. */
  readonly floored?: string;
  /** `at`: epoch milliseconds. */
  nodes(stores: Stores, at: number): readonly unknown[];
}

const page = 'pageInfo { hasNextPage endCursor } coverage { complete }';
const labels = 'label { level } fieldMarkings { field }';

const incidentText = `id name severity updatedAt isExercise description ${labels} owner { code }
  affectedNations { code } impacts { kind } techniques { id } attribution { actor confidence }
  vulnerabilities { cve } externalReferences { externalId }`;

const incidentLists: Readonly<Record<string, { text: string; rows: (row: Row) => unknown }>> = {
  'what nations say of them': {
    text: `related(first: 20) { edges { node { id relation from { id } to { id name } assertedBy { code } } } }
      acknowledgements(first: 20) { edges { node { id note nation { code } incident { id } ${labels} } } }
      capabilityRequests(first: 10) { edges { node { id need } } }
      lessons(first: 10) { edges { node { id observation } } }`,
    rows: ({ record, stores, at }) => ({
      related: connection(inOrder(naming(stores, 'IncidentLink', ['from', 'to'], record.id), 'assertedAt'), (link) => ({
        ...pick(link, 'id', 'relation'),
        from: { id: link['from'] },
        to: { id: link['to'], name: nameOf(stores, link['to']) },
        assertedBy: keeper(link),
      })),
      acknowledgements: connection(
        inOrder(naming(stores, 'Acknowledgement', ['incident'], record.id), 'at'),
        (note) => ({
          ...pick(note, 'id', 'note'),
          nation: keeper(note),
          incident: { id: note['incident'] },
          ...labelled(note, at),
        }),
      ),
      capabilityRequests: connection(
        inOrder(naming(stores, 'CapabilityRequest', ['incident'], record.id), 'openedAt'),
        (request) => pick(request, 'id', 'need'),
      ),
      lessons: connection(inOrder(naming(stores, 'Lesson', ['incidents'], record.id), 'recordedAt'), (lesson) =>
        pick(lesson, 'id', 'observation'),
      ),
    }),
  },
  'indicators and timelines': {
    text: `indicators(first: 10) { edges { node { id type pattern ${labels}
        sightings(first: 10) { edges { node { id count incident { id } indicator { id } } } } } } }
      timeline(first: 10) { edges { node { id kind text ${labels} } } }`,
    rows: ({ record, stores, at }) => ({
      indicators: connection(
        inOrder(naming(stores, 'Indicator', ['incident'], record.id), 'validFrom'),
        (indicator) => ({
          ...pick(indicator, 'id', 'type', 'pattern'),
          ...labelled(indicator, at),
          sightings: connection(
            inOrder(naming(stores, 'IndicatorSighting', ['indicator'], indicator.id), 'lastSeen'),
            (sighting) => ({
              ...pick(sighting, 'id', 'count'),
              incident: reference(sighting['incident']),
              indicator: reference(sighting['indicator']),
            }),
          ),
        }),
      ),
      timeline: connection(
        inOrder(naming(stores, 'TimelineEntry', ['incident'], record.id), 'at', 'lowest'),
        (entry) => ({ ...pick(entry, 'id', 'kind', 'text'), ...labelled(entry, at) }),
      ),
    }),
  },
};

/** Incidents as a list of one kind; `beside` names what hangs on each. */
export function incidentCase(
  name: string,
  where: IncidentWhere,
  orderBy: 'UPDATED_DESC' | 'REPORTED_DESC' | 'SEVERITY_DESC' = 'UPDATED_DESC',
  beside?: keyof typeof incidentLists,
): ListCase {
  const more = beside === undefined ? undefined : incidentLists[beside];
  const sortedBy = { UPDATED_DESC: 'updatedAt', REPORTED_DESC: 'reportedAt', SEVERITY_DESC: 'severity' }[orderBy];
  return {
    name,
    field: 'incidents',
    query: `query ($where: IncidentFilter!, $orderBy: IncidentOrder!, $after: String) {
      incidents(where: $where, orderBy: $orderBy, first: ${more === undefined ? 50 : 15}, after: $after) {
        edges { node { ${incidentText} ${more?.text ?? ''} } } ${page} } }`,
    variables: { where, orderBy },
    floored: 'Incident.attribution',
    nodes: (stores, at) =>
      inOrder(incidentsWhere(stores, where), sortedBy).map((record) => ({
        ...pick(record, 'id', 'name', 'severity', 'updatedAt', 'isExercise', 'description'),
        ...labelled(record, at),
        owner: keeper(record),
        affectedNations: codes(record['affectedNations']),
        impacts: each(record['impacts'], 'kind'),
        techniques: each(record['techniques'], 'id', 'sorted'),
        attribution: only(record['attribution'], 'actor', 'confidence'),
        vulnerabilities: each(record['vulnerabilities'], 'cve', 'sorted'),
        externalReferences: each(record['externalReferences'], 'externalId'),
        ...(more?.rows({ record, stores, at }) as object | undefined),
      })),
  };
}

const readiness = ['UNAVAILABLE', 'COMMITTED', 'R30D', 'R10D', 'R72H', 'R24H', 'R6H', 'IMMEDIATE'];

export const otherCases: readonly ListCase[] = [
  {
    name: 'capabilities with their offers',
    field: 'capabilities',
    floored: 'Capability.effect',
    query: `query ($after: String) { capabilities(first: 25, after: $after) { edges { node {
      id readiness summary headcount pointOfContact effect { description } ${labels}
      offers { id terms to { code } } } } ${page} } }`,
    variables: {},
    nodes: (stores, at) =>
      readiness.toReversed().flatMap((step) =>
        inOrder(recordsOf(stores, 'Capability'), 'none')
          .filter((record) => record['readiness'] === step)
          .map((record) => ({
            ...pick(record, 'id', 'readiness', 'summary', 'headcount', 'pointOfContact'),
            effect: only(record['effect'], 'description'),
            ...labelled(record, at),
            offers: inOrder(naming(stores, 'CapabilityOffer', ['capability'], record.id), 'from').map((offer) => ({
              ...pick(offer, 'id', 'terms'),
              to: codes(offer['to']),
            })),
          })),
      ),
  },
  {
    name: 'requests for assistance with their answers',
    field: 'capabilityRequests',
    query: `query ($after: String) { capabilityRequests(first: 50, after: $after) { edges { node {
      id need incident { id name } exercise { id } ${labels}
      responses(first: 20) { edges { node { id terms by { code } capability { id } } } } } } ${page} } }`,
    variables: {},
    nodes: (stores, at) =>
      inOrder(recordsOf(stores, 'CapabilityRequest'), 'openedAt').map((record) => ({
        ...pick(record, 'id', 'need'),
        incident: named(stores, record['incident']),
        exercise: reference(record['exercise']),
        ...labelled(record, at),
        responses: connection(inOrder(naming(stores, 'RequestAnswer', ['request'], record.id), 'at'), (answer) => ({
          ...pick(answer, 'id', 'terms'),
          by: keeper(answer),
          capability: reference(answer['capability']),
        })),
      })),
  },
  {
    name: 'exercises with all that is played in them',
    field: 'exercises',
    floored: 'Inject.expectedReaction',
    query: `query ($after: String) { exercises(first: 15, after: $after) { edges { node {
      id scenario participants { code } ${labels} objectives { id met } teams { id score }
      injects(first: 20) { edges { node { id content expectedReaction teams { id } ${labels} } } }
      capabilitiesUsed(first: 20) { edges { node { id rating capability { id } } } }
      lessons(first: 20) { edges { node { id title } } } } } ${page} } }`,
    variables: {},
    nodes: (stores, at) =>
      inOrder(recordsOf(stores, 'Exercise'), 'startsAt').map((record) => ({
        ...pick(record, 'id', 'scenario'),
        participants: codes(record['participants']),
        ...labelled(record, at),
        objectives: inOrder(naming(stores, 'Objective', ['exercise'], record.id), 'none').map((one) =>
          pick(one, 'id', 'met'),
        ),
        teams: inOrder(naming(stores, 'Team', ['exercise'], record.id), 'none').map((one) => pick(one, 'id', 'score')),
        injects: connection(
          inOrder(naming(stores, 'Inject', ['exercise'], record.id), 'plannedAt', 'lowest'),
          (inject) => ({
            ...pick(inject, 'id', 'content', 'expectedReaction'),
            teams: ids(inject['teams']),
            ...labelled(inject, at),
          }),
        ),
        capabilitiesUsed: connection(
          inOrder(naming(stores, 'CapabilityUse', ['exercise'], record.id), 'recordedAt'),
          (use) => ({ ...pick(use, 'id', 'rating'), capability: reference(use['capability']) }),
        ),
        lessons: connection(inOrder(naming(stores, 'Lesson', ['exercise'], record.id), 'recordedAt'), (lesson) =>
          pick(lesson, 'id', 'title'),
        ),
      })),
  },
  {
    name: 'lessons with what they were learned from',
    field: 'lessons',
    query: `query ($after: String) { lessons(first: 50, after: $after) { edges { node {
      id title observation discussion conclusion recommendation ${labels}
      exercise { id } incidents { id name } } } ${page} } }`,
    variables: {},
    nodes: (stores, at) =>
      inOrder(recordsOf(stores, 'Lesson'), 'recordedAt').map((record) => ({
        ...pick(record, 'id', 'title', 'observation', 'discussion', 'conclusion', 'recommendation'),
        ...labelled(record, at),
        exercise: reference(record['exercise']),
        incidents: [record['incidents']]
          .flat()
          .map(textOf)
          .sort()
          .map((id) => named(stores, id)),
      })),
  },
];

interface Row {
  readonly record: StoredRecord;
  readonly stores: Stores;
  readonly at: number;
}

const pick = (record: Readonly<Record<string, unknown>>, ...fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, record[field] ?? null]));

const connection = (records: readonly StoredRecord[], project: (record: StoredRecord) => unknown) => ({
  edges: records.map((record) => ({ node: project(record) })),
});

const keeper = ({ id }: StoredRecord) => ({ code: id.split(':')[0] });
const reference = (id: unknown) => (typeof id === 'string' ? { id } : null);
const named = (stores: Stores, id: unknown) => (typeof id === 'string' ? { id, name: nameOf(stores, id) } : null);
const ids = (value: unknown) =>
  [value]
    .flat()
    .map(textOf)
    .sort()
    .map((id) => ({ id }));
const codes = (value: unknown) =>
  Array.isArray(value)
    ? value
        .map(textOf)
        .sort()
        .map((code) => ({ code }))
    : null;

const nameOf = (stores: Stores, id: unknown): unknown =>
  [...stores.values()].flat().find((record) => record.id === id)?.['name'];

const only = (value: unknown, ...fields: readonly string[]) =>
  typeof value === 'object' && value !== null ? pick(value as Readonly<Record<string, unknown>>, ...fields) : null;

function each(value: unknown, field: string, order: 'as recorded' | 'sorted' = 'as recorded') {
  if (!Array.isArray(value)) return null;
  const items = objectsIn(value).map((item) => pick(item, field));
  return order === 'sorted' ? items.sort((a, b) => (textOf(a[field]) < textOf(b[field]) ? -1 : 1)) : items;
}

/** The level in force, and the fields that bear a marking of their own. */
function labelled(record: StoredRecord, at: number) {
  const label = readLabelText(record.label);
  const now = label?.successor && at >= label.successor.at ? label.successor.label : label;
  return {
    label: { level: now?.level ?? 'CTS' },
    fieldMarkings: Object.keys(record.portions)
      .sort()
      .map((field) => ({ field })),
  };
}
