import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** The record that an author's own reference stands for. */
export async function recordOf(db: Transaction<Tables>, author: string, reference: string): Promise<string | null> {
  const row = await db
    .selectFrom('client_references')
    .select('record_id')
    .where('author', '=', author)
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row?.record_id ?? null;
}

/** From now on the reference stands for this record. */
export async function refer(db: Transaction<Tables>, author: string, reference: string, id: string): Promise<void> {
  await db
    .insertInto('client_references')
    .values({ author, reference, record_id: id })
    .onConflict((conflict) => conflict.columns(['author', 'reference']).doUpdateSet({ record_id: id }))
    .execute();
}
