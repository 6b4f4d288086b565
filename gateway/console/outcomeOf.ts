import type { ExecutionResult } from 'graphql';

/** An answer in a few words: rows of each list at the root, what is null, and errors. */
export function outcomeOf({ data, errors }: ExecutionResult): string {
  const fields = Object.entries(data ?? {}).map(([name, value]) => `${name}: ${sizeOf(value)}`);
  if (errors) fields.push(errors.length === 1 ? '1 error' : `${errors.length} errors`);
  return fields.join(', ');
}

function sizeOf(value: unknown): string {
  if (value === null) return 'null';
  const edges: unknown = typeof value === 'object' && 'edges' in value ? value.edges : value;
  if (!Array.isArray(edges)) return 'found';
  return edges.length === 1 ? '1 row' : `${edges.length} rows`;
}
