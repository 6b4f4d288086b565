import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

interface Concerned {
  readonly client_references: { readonly reference: string; readonly record_id: string };
  readonly records: { readonly id: string; readonly type: string };
}

/** An author may use one reference, such as the number of a ticket, for records of several types. */
export const referencesByType: Migration = {
  async up(db: Kysely<Concerned>): Promise<void> {
    await db
      .updateTable('client_references')
      .from('records')
      .set({ reference: sql<string>`${sql.ref('records.type')} || ' ' || ${sql.ref('reference')}` })
      .whereRef('records.id', '=', 'client_references.record_id')
      .execute();
  },
};
