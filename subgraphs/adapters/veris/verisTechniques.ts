import type { AttackTechnique } from '../../incidents/records.ts';
import type { AttackMapping } from '../ImportFormat.ts';
import { VerisReader } from './VerisReader.ts';
import { actionKinds } from './verisTerms.ts';

/**
 * Techniques by a mapping that the operator asks for. `Unknown` and `Other` are left out, though the mapping lists
 * techniques for them: they say nothing about what was done.
 */
export function verisTechniques(record: unknown, mapping: AttackMapping): AttackTechnique[] {
  const veris = new VerisReader(record);
  const acts = actionKinds.flatMap((kind) =>
    ['variety', 'vector'].flatMap((part) =>
      veris
        .texts(`action.${kind}.${part}`)
        .filter((term) => term !== 'Unknown' && term !== 'Other')
        .map((term) => `action.${kind}.${part}.${term}`),
    ),
  );
  const found = new Map(acts.flatMap((act) => mapping.get(act) ?? []).map((technique) => [technique.id, technique]));
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The mapping published with VERIS (CSV with a heading; columns `capability_id`, `attack_object_id`,
 * `attack_object_name`), or a problem.
 */
export function parseAttackMapping(csv: string): AttackMapping | { readonly problem: string } {
  const [heading = [], ...rows] = parseCsv(csv.replace(/^\uFEFF/, ''));
  const columns = ['capability_id', 'attack_object_id', 'attack_object_name'].map((name) => heading.indexOf(name));
  const [act, id, name] = columns;
  if (act === undefined || id === undefined || name === undefined || columns.includes(-1)) {
    return { problem: 'the heading lacks `capability_id`, `attack_object_id` or `attack_object_name`' };
  }
  const mapping = new Map<string, AttackTechnique[]>();
  for (const row of rows) {
    const technique = row[id] ?? '';
    if (!/^T\d{4}(\.\d{3})?$/.test(technique)) continue;
    const techniques = mapping.get(row[act] ?? '') ?? [];
    techniques.push({ id: technique, name: row[name] ?? null, tactics: [] });
    mapping.set(row[act] ?? '', techniques);
  }
  return mapping.size === 0 ? { problem: 'no row maps to an ATT&CK technique' } : mapping;
}

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
