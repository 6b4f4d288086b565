import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { inChunks } from './inChunks.ts';
import type { Origin, Write } from './RecordStore.ts';
import type { Tables } from './tables.ts';

export const keyOf = ({ format, key }: Origin): string => JSON.stringify([format, key]);

/** Ids of the records that these originals became before, by `keyOf`. */
export async function knownOrigins(db: Transaction<Tables>, writes: readonly Write[]): Promise<Map<string, string>> {
  const origins = writes.flatMap(({ origin }) => origin ?? []);
  if (origins.length === 0) return new Map();
  const rows = await db
    .selectFrom('origins')
    .selectAll()
    .where('format', '=', sql<string>`any(${[...new Set(origins.map(({ format }) => format))]}::text[])`)
    .where('key', '=', sql<string>`any(${origins.map(({ key }) => key)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [keyOf(row), row.record_id]));
}

export async function saveOrigins(
  db: Transaction<Tables>,
  writes: readonly Write[],
  origins: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = writes.flatMap(({ origin, record }) =>
    origin ? [{ ...origin, record_id: origins.get(keyOf(origin)) ?? record.id }] : [],
  );
  for (const some of inChunks(rows)) {
    await db
      .insertInto('origins')
      .values(some)
      .onConflict((conflict) => conflict.columns(['format', 'key']).doNothing())
      .execute();
  }
}
