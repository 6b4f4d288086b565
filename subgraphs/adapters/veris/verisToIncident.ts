import type { DetectionSource, IncidentRecord, VulnerabilityRef } from '../../incidents/records.ts';
import type { Conversion, ImportContext } from '../ImportFormat.ts';
import { VerisReader } from './VerisReader.ts';
import { naicsSector } from './naicsSector.ts';
import { nationCodes } from './nationCodes.ts';
import { attribution } from './verisAttribution.ts';
import { occurredAt, reportedAt, updatedAt } from './verisDates.ts';
import { impacts } from './verisImpacts.ts';
import { verisName } from './verisName.ts';
import { externalReferences } from './verisReferences.ts';
import { actionKinds, detections, determinations, eventTypes, severities } from './verisTerms.ts';

/**
 * One VERIS record (1.3 and later, as in VCDB) as an incident. Nothing is invented: what VERIS does not say is null,
 * `Unknown` included, and VERIS knows no status. Nothing is lost: the original is the incident's `source`, and a value
 * that should have gone into a field but does not fit it is named in the notes.
 */
export function verisToIncident(record: unknown, context: ImportContext): Conversion {
  const key = verisKey(record);
  if (key === null) return { rejected: 'neither `plus.master_id` nor `incident_id` says which incident this is' };
  const veris = new VerisReader(record);
  if (veris.keys('action').length === 0 || veris.keys('victim').length === 0) {
    return { rejected: 'not a VERIS incident: `action` or `victim` is missing' };
  }
  const rating = veris.text('impact.overall_rating');
  const incident: IncidentRecord = {
    __typename: 'Incident',
    id: context.id,
    label: context.label,
    portions: {},
    name: verisName(veris),
    description: veris.text('summary'),
    status: null,
    determination: term(veris, 'security_incident', determinations),
    severity: term(veris, 'impact.overall_rating', severities),
    nationalSeverity: rating === null ? null : { scheme: 'VERIS overall rating', value: rating },
    escalation: 'NATIONAL',
    incidentTypes: incidentTypes(veris),
    detection: detection(veris),
    sectors: sectors(veris),
    occurredAt: occurredAt(veris),
    detectedAt: null,
    reportedAt: reportedAt(veris, context.now),
    containedAt: null,
    closedAt: null,
    updatedAt: updatedAt(veris, context.now),
    affectedNations: orNull(affectedNations(veris)),
    impacts: orNull(impacts(veris)),
    techniques: orNull(context.techniques),
    attribution: attribution(veris),
    vulnerabilities: orNull(vulnerabilities(veris)),
    externalReferences: orNull(externalReferences(veris)),
    source: { format: format(veris), reference: key, record: context.text },
    isExercise: false,
  };
  return { record: incident, key, notes: veris.notes };
}

/** VCDB repeats an `incident_id` for different incidents, but never its own file name, `plus.master_id`. */
export function verisKey(record: unknown): string | null {
  const veris = new VerisReader(record);
  return veris.text('plus.master_id') ?? veris.text('incident_id');
}

function format(veris: VerisReader): string {
  const version = veris.text('schema_version');
  return version === null ? 'veris' : `veris-${version.replaceAll('_', '.')}`;
}

/** What a VERIS term is called here. One that no table lists is noted, unless it only says that nothing is known. */
function term<T>(veris: VerisReader, path: string, terms: ReadonlyMap<string, T>): T | null {
  const text = veris.text(path);
  if (text === null) return null;
  const known = terms.get(text);
  if (known === undefined && !['Unknown', 'NA'].includes(text)) {
    veris.note(`\`${path}\` says \`${text}\`, which is not known here: kept in the source only`);
  }
  return known ?? null;
}

/** The kinds of action as VERIS names them, then the STIX event types of those varieties that have one. */
function incidentTypes(veris: VerisReader): string[] {
  const acted = new Set(veris.keys('action'));
  const kinds = actionKinds.filter((kind) => acted.has(kind));
  const events = kinds.flatMap((kind) =>
    veris.texts(`action.${kind}.variety`).flatMap((variety) => eventTypes.get(`${kind}.${variety}`) ?? []),
  );
  return [...new Set([...kinds, ...events])];
}

/** The first way of detection that is known here; further ones are noted. */
function detection(veris: VerisReader): DetectionSource | null {
  const methods = veris.keys('discovery_method').flatMap((kind) => {
    if (veris.value(`discovery_method.${kind}`) === true) return [kind];
    if (typeof veris.value(`discovery_method.${kind}`) === 'boolean') return [];
    return veris.texts(`discovery_method.${kind}.variety`).map((variety) => `${kind}.${variety}`);
  });
  for (const method of methods) {
    if (!detections.has(method) && !/(^|\.)unknown$/i.test(method)) {
      veris.note(`discovery method \`${method}\` is not known here: kept in the source only`);
    }
  }
  const [first, ...further] = methods.flatMap((method) => detections.get(method) ?? []);
  const others = further.filter((source) => source !== first);
  if (others.length > 0) veris.note(`found in several ways: ${others.join(', ')} is kept in the source only`);
  return first ?? null;
}

function sectors(veris: VerisReader): IncidentRecord['sectors'] {
  const code = veris.text('victim.industry');
  const sector = code === null ? null : naicsSector(code);
  return sector === null ? [] : [sector];
}

function affectedNations(veris: VerisReader): string[] {
  return veris.texts('victim.country').flatMap((code) => {
    const nation = nationCodes.get(code);
    if (nation === undefined && code !== 'Unknown') veris.note(`country \`${code}\` is kept in the source only`);
    return nation ?? [];
  });
}

/** `cve` is free text: several ids, a nickname such as Heartbleed, or empty. Only real ids are taken. */
function vulnerabilities(veris: VerisReader): VulnerabilityRef[] {
  const cves = actionKinds.flatMap((kind) => {
    const text = veris.text(`action.${kind}.cve`) ?? '';
    const rest = text
      .replace(cveId, '')
      .replace(/[\s,;]+/g, ' ')
      .trim();
    if (rest !== '') veris.note(`\`action.${kind}.cve\` says \`${rest}\`, which is no CVE id: kept in the source only`);
    return text.match(cveId)?.map((id) => id.toUpperCase()) ?? [];
  });
  return [...new Set(cves)].map((cve) => ({ cve, cvss: null, exploitedInTheWild: null, patchedAt: null }));
}

const cveId = /\bCVE-\d{4}-\d{4,19}\b/gi;

const orNull = <T>(items: readonly T[]): readonly T[] | null => (items.length === 0 ? null : items);
