import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A label may be longer than a key of a unique index. One writer at a time looks first, so each text is there once. */
export const longLabels: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('labels').dropConstraint('labels_text_key').execute();
    await db.schema.createIndex('labels_by_text').on('labels').using('hash').column('text').execute();
  },
};
