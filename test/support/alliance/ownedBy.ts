import type { AnyRecord } from './AllianceNation.ts';

/** The text of a label of that nation: `NR`, released to the allies, unless said otherwise. `rest`: further clauses. */
export function labelOf(nation: string, level = 'NR', names: readonly string[] = ['NATO'], rest = ''): string {
  const audience = [...new Set([nation, ...names])].toSorted().join(',');
  return `${level} REL TO ${audience}${rest && ` ${rest}`} ORIGINATOR ${nation} CREATED 2025-01-01`;
}

/** A record of Estonia's as that nation's own, under a label of that nation. Records that it names stay as they are. */
export const ownedBy = <R extends AnyRecord>(nation: string, record: R, label = labelOf(nation)): R => ({
  ...record,
  id: record.id.replace('EST', nation),
  label,
});
