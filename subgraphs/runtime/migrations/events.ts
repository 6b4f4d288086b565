import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** As they are at this step. */
interface Then {
  moments: { at: number; turn: number };
  outbox: { at: number };
}

/** What an event needs so that its readers can be found: the markings before and after. Earlier rows were never read. */
export const events: Migration = {
  async up(db: Kysely<Then>): Promise<void> {
    await db.schema
      .createTable('moments')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .execute();
    const { at } = await db
      .selectFrom('outbox')
      .select(({ fn }) => fn.max('at').as('at'))
      .executeTakeFirstOrThrow();
    await db
      .insertInto('moments')
      .values({ at: at ?? 0, turn: 0 })
      .execute();
    await db.deleteFrom('outbox').execute();
    await db.schema
      .alterTable('outbox')
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('before', 'jsonb')
      .addColumn('after', 'jsonb')
      .addColumn('names', 'jsonb', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('outbox_by_position')
      .on('outbox')
      .columns(['at', 'turn', 'record_id'])
      .unique()
      .execute();
  },
};
