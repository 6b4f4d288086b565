import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a record was made from bounds every label that it may be given. */
export const leastLabels: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('records')
      .addColumn('least_label_id', 'integer', (column) => column.references('labels.id'))
      .execute();
  },
};
