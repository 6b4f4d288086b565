import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Ids and keys are compared as bytes, whatever the locale of the database. */
const bytes = sql`text collate "C"`;

/** Sort keys that lists are walked by; each has an index, so that a page is one short scan a label. */
const orders = ['default', 'reported', 'severity'];

export const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('labels')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('text', bytes, (column) => column.notNull().unique())
      .execute();
    await db.schema
      .createTable('records')
      .addColumn('id', bytes, (column) => column.primaryKey())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('label_id', 'integer', (column) => column.notNull().references('labels.id'))
      .addColumn('portion_labels', 'jsonb', (column) => column.notNull())
      .addColumn('body', 'jsonb', (column) => column.notNull())
      .addColumn('search', 'jsonb', (column) => column.notNull())
      .addColumn('sort_keys', 'jsonb', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('portion_times', 'jsonb', (column) => column.notNull())
      .execute();
    for (const order of orders) {
      const key = sql`((sort_keys ->> ${sql.lit(order)}) collate "C") desc`;
      await db.schema
        .createIndex(`records_by_${order}`)
        .on('records')
        .expression(sql`type, label_id, ${key}, id`)
        .where(sql.ref('sort_keys'), '?', sql.lit(order))
        .execute();
    }
    await db.schema
      .createTable('record_references')
      .addColumn('record_id', bytes, (column) => column.notNull().references('records.id').onDelete('cascade'))
      .addColumn('field', 'text', (column) => column.notNull())
      .addColumn('target_id', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('record_references_key', ['record_id', 'field', 'target_id'])
      .execute();
    await db.schema
      .createIndex('record_references_by_target')
      .on('record_references')
      .columns(['target_id', 'field'])
      .execute();
    await db.schema
      .createTable('origins')
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('record_id', bytes, (column) => column.notNull().references('records.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('origins_key', ['format', 'key'])
      .execute();
    await db.schema
      .createTable('client_references')
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('record_id', bytes, (column) => column.notNull().references('records.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('client_references_key', ['author', 'reference'])
      .execute();
    await db.schema
      .createTable('outbox')
      .addColumn('sequence', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('record_id', bytes, (column) => column.notNull())
      .addColumn('change', 'text', (column) => column.notNull())
      .addColumn('fields', 'jsonb', (column) => column.notNull())
      .execute();
  },
};
