import type { Reading } from '../runtime/Reading.ts';
import type { Facet, Tally } from '../runtime/Store.ts';
import { incidentConditions } from './filters.ts';
import type { IncidentFilter } from './filters.ts';

interface Count {
  readonly key: string | null;
  readonly count: number;
  /** The label of the incidents counted here. */
  readonly marking: string;
}

const everything: Facet = { name: 'counted' };

const facets: readonly Facet[] = [
  { name: 'bySeverity', field: 'severity' },
  { name: 'byStatus', field: 'status' },
  { name: 'byEscalation', field: 'escalation' },
  { name: 'bySector', field: 'sectors' },
  { name: 'byMonth', field: 'reportedAt', length: 'YYYY-MM'.length },
];

export async function situation(_source: unknown, { where }: { where: IncidentFilter }, reading: Reading) {
  const tallies = await reading.count('Incident', incidentConditions(where), [everything, ...facets]);
  const counted = countsOf(tallies, everything.name);
  return {
    ...Object.fromEntries(facets.map(({ name }) => [name, countsOf(tallies, name)])),
    counted,
    byNation: counted.map((count) => ({ ...count, key: reading.nation })),
    asOf: new Date(reading.now).toISOString(),
  };
}

const countsOf = (tallies: readonly Tally[], facet: string): readonly Count[] =>
  tallies
    .filter((tally) => tally.facet === facet)
    .map(({ key, count, label }) => ({ key, count, marking: label }))
    .toSorted((a, b) => compare(a.key, b.key) || compare(a.marking, b.marking));

/** As bytes; null comes last. */
function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
