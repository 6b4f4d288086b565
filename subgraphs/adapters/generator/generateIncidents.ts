import type { IncidentRecord, IncidentStatus, TimelineEntryRecord } from '../../incidents/records.ts';
import type { SeededRandom } from './SeededRandom.ts';
import type { Made, World } from './World.ts';
import { writtenLabel } from './World.ts';
import { generateIndicators } from './generateIndicators.ts';
import { anyLabel, agreementsOf, neighbours, portionTexts } from './labelProfiles.ts';
import templates from './vocabulary/incidents.json' with { type: 'json' };
import techniques from './vocabulary/techniques.json' with { type: 'json' };
import words from './vocabulary/words.json' with { type: 'json' };

const incidentsEach = 60;

type Template = (typeof templates)[number];
type Course = Pick<
  IncidentRecord,
  'status' | 'occurredAt' | 'detectedAt' | 'reportedAt' | 'containedAt' | 'closedAt' | 'updatedAt'
>;

/** One nation's incidents of the last two years, with their indicators and timelines. */
export function generateIncidents(world: World, nation: string): void {
  for (let made = 0; made < incidentsEach; made += 1) {
    const template = world.random.pick(templates);
    const incident = world.add(generateIncident(world, nation, template));
    generateIndicators(world, incident);
    generateTimeline(world, incident, template.note);
  }
}

function generateIncident(world: World, nation: string, template: Template): Made<IncidentRecord> {
  const { random } = world;
  const sector = random.pick(template.sectors);
  const organisation = random.pick(organisations.get(sector) ?? ['an organisation']);
  const course = courseOf(world);
  const label = anyLabel(world, nation, course.reportedAt ?? world.daysAgo(0));
  const severity = random.chance(0.1) ? null : random.pick(template.severities);
  const multinational = random.chance(0.25);
  const isExercise = random.chance(0.06);
  const portions = portionTexts(world, nation, 'INCIDENTS', label, [
    ...(random.chance(0.3) ? [['attribution', 'NS', agreedOnly(world, nation)] as const] : []),
    ...(random.chance(0.2) ? [['vulnerabilities', 'NC', null] as const] : []),
    ...(random.chance(0.15) ? [['affectedNations', 'NC', null] as const] : []),
    ...(random.chance(0.1) ? [['impacts', 'CTS', [nation]] as const] : []),
    ...(random.chance(0.1) ? [['techniques', 'NR', null] as const] : []),
    ...(random.chance(0.1) ? [['description', 'NS', null] as const] : []),
    ...(random.chance(0.3) ? [['externalReferences', 'NR', [nation]] as const] : []),
  ]);
  const record: IncidentRecord = {
    __typename: 'Incident',
    id: world.id(nation, 'incident'),
    label: writtenLabel(label),
    portions,
    name: `${isExercise ? 'EXERCISE: ' : ''}${fill(template.name, { organisation })}`,
    description: fill(template.description, {
      organisation,
      days: String(random.integer(2, 12)),
      count: String(random.integer(2, 60)),
    }),
    determination: random.weighted([
      [8, 'CONFIRMED'],
      [2, 'SUSPECTED'],
      [1, 'BLOCKED'],
    ] as const),
    severity: severity as IncidentRecord['severity'],
    nationalSeverity: null,
    escalation: escalationOf(severity, multinational),
    incidentTypes: template.types,
    detection: random.pick(template.detections) as IncidentRecord['detection'],
    sectors: [sector as IncidentRecord['sectors'][number]],
    ...course,
    affectedNations: [nation, ...(multinational ? random.sample(neighbours(nation), 2) : [])].toSorted(),
    impacts: template.impacts.length === 0 ? null : template.impacts.map((kind) => impactOf(random, kind)),
    techniques: techniques.techniques.filter(({ id }) => template.techniques.includes(id)),
    attribution: random.chance(0.35) ? attributionOf(random) : null,
    vulnerabilities: template.cves.length === 0 ? null : random.sample(template.cves, 1).map(exploited),
    externalReferences: [
      {
        sourceName: `${nation} case system`,
        externalId: `C-${random.hex(8).toUpperCase()}`,
        url: null,
        description: null,
      },
    ],
    source: null,
    isExercise,
  };
  return { nation, domain: 'INCIDENTS', label, record };
}

const organisations = new Map<string, readonly string[]>(Object.entries(words.organisations));

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);

function agreedOnly(world: World, nation: string): readonly string[] | null {
  const codes = agreementsOf(world, nation).map(({ code }) => code);
  return codes.length > 0 && world.random.chance(0.5) ? [world.random.pick(codes)] : null;
}

/** From the first trace to closure, as far as it has come by now. */
function courseOf(world: World): Course {
  const { random } = world;
  const began = random.integer(3, 700) + random.fraction();
  const after = (from: number, least: number, most: number): number =>
    from - (least + random.fraction() * (most - least));
  const detected = after(began, 0.1, 20);
  const reported = after(detected, 0.02, 2);
  const contained = after(reported, 0.2, 6);
  const closed = after(contained, 3, 60);
  const status: IncidentStatus =
    closed > 0
      ? random.pick(['CLOSED', 'CLOSED', 'LESSONS'] as const)
      : contained > 0
        ? random.pick(['RESPOND_ERADICATE', 'RECOVER'] as const)
        : random.pick(['NEW', 'DETECT_TRIAGE', 'RESPOND_CONTAIN'] as const);
  const at = (days: number): string | null => (days > 0 ? world.daysAgo(days) : null);
  const last = [closed, contained, reported, detected].find((days) => days > 0) ?? 0.5;
  return {
    status,
    occurredAt: random.chance(0.2) ? world.daysAgo(began).slice(0, 7) : world.daysAgo(began).slice(0, 10),
    detectedAt: at(detected),
    reportedAt: at(reported),
    containedAt: at(contained),
    closedAt: status === 'CLOSED' ? at(closed) : null,
    updatedAt: at(last),
  };
}

function escalationOf(severity: string | null, multinational: boolean): IncidentRecord['escalation'] {
  if (severity === 'S5_EMERGENCY') return 'COUNCIL';
  if (severity === 'S4_SEVERE') return 'ALLIANCE';
  if (severity === 'S3_HIGH' && multinational) return 'MULTINATIONAL';
  return multinational ? 'BILATERAL' : 'NATIONAL';
}

function impactOf(random: SeededRandom, kind: string): NonNullable<IncidentRecord['impacts']>[number] {
  return {
    kind: kind as NonNullable<IncidentRecord['impacts']>[number]['kind'],
    criticality: random.integer(1, 20) * 5,
    description: null,
    recoverability: random.pick(['REGULAR', 'SUPPLEMENTED', 'EXTENDED', null] as const),
    recordsAffected: kind === 'CONFIDENTIALITY' ? random.integer(10, 400_000) : null,
    amount: null,
    currency: null,
  };
}

const attributionOf = (random: SeededRandom): NonNullable<IncidentRecord['attribution']> => ({
  actor: random.pick(words.actors),
  confidence: random.integer(4, 19) * 5,
  statement: random.pick(words.statements),
  admiraltyCode: `${random.pick(['A', 'B', 'C'])}${random.integer(1, 4)}`,
});

const exploited = (cve: string): NonNullable<IncidentRecord['vulnerabilities']>[number] => ({
  cve,
  cvss: null,
  exploitedInTheWild: true,
  patchedAt: null,
});

/** What is written down along the way; an entry is as strict as the incident. */
function generateTimeline(world: World, incident: Made<IncidentRecord>, note: string): void {
  const { nation, label, record } = incident;
  const steps: readonly (readonly [at: string | null, kind: TimelineEntryRecord['kind'], text: string | null])[] = [
    [record.detectedAt, 'DETECTED', null],
    [record.reportedAt, 'REPORTED', 'Reported to the national agency.'],
    [record.containedAt, 'CONTAINMENT', note],
    [record.closedAt, 'CLOSED', null],
  ];
  for (const [at, kind, text] of steps) {
    if (at === null) continue;
    const portions = text !== null && world.random.chance(0.15) ? notePortions(world, incident) : {};
    const id = world.id(nation, 'timelineEntry');
    const entry: TimelineEntryRecord = {
      __typename: 'TimelineEntry',
      id,
      label: writtenLabel(label),
      portions,
      incident: record.id,
      at,
      kind,
      text,
    };
    world.add({ nation, domain: 'INCIDENTS', label, record: entry });
  }
}

const notePortions = (world: World, { nation, label }: Made): Partial<Record<'text', string>> =>
  portionTexts(world, nation, 'INCIDENTS', label, [['text', 'NC', null]]);
