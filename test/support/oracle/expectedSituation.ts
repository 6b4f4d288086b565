import { incidentsWhere, textOf, type IncidentWhere } from './lists.ts';
import { ownerOf, type StoredRecord, type Stores } from './prune.ts';
import { readLabelText } from './readMarking.ts';
import { rankOf } from './RegistryFacts.ts';

export const situationQuery = `query ($where: IncidentFilter!) { situation(where: $where) {
  label { level } bySeverity { key count } byStatus { key count } byEscalation { key count } bySector { key count }
  byNation { key count } byMonth { key count } } }`;

/** What `situationQuery` must say, counted one by one. `at`: epoch milliseconds. */
export function expectedSituation(stores: Stores, where: IncidentWhere, at: number) {
  const incidents = incidentsWhere(stores, where);
  const levels = incidents.map(({ label }) => {
    const facts = readLabelText(label);
    return (facts?.successor && at >= facts.successor.at ? facts.successor.label : facts)?.level ?? 'CTS';
  });
  return {
    label: { level: levels.sort((a, b) => rankOf(b) - rankOf(a))[0] ?? 'NU' },
    bySeverity: counts(incidents, (incident) => [textOf(incident['severity'])]),
    byStatus: counts(incidents, (incident) => [textOf(incident['status'])]),
    byEscalation: counts(incidents, (incident) => [textOf(incident['escalation'])]),
    bySector: counts(incidents, (incident) => {
      const sectors = [incident['sectors']].flat().map(textOf);
      return sectors.length === 0 ? [''] : sectors;
    }),
    byNation: counts(incidents, (incident) => [ownerOf(incident)]),
    byMonth: counts(incidents, (incident) => [textOf(incident['reportedAt']).slice(0, 7)]),
  };
}

/** An empty key stands for what the record does not say; it comes last, as null. */
function counts(incidents: readonly StoredRecord[], keysOf: (incident: StoredRecord) => readonly string[]) {
  const keys = incidents.flatMap(keysOf);
  const known = [...new Set(keys)].filter((key) => key !== '').sort();
  return [...known, ...(keys.includes('') ? [''] : [])].map((key) => ({
    key: key === '' ? null : key,
    count: keys.filter((each) => each === key).length,
  }));
}
