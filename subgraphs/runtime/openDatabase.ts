import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import type { Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { events } from './migrations/events.ts';
import { first } from './migrations/first.ts';
import { leastLabels } from './migrations/leastLabels.ts';
import { longLabels } from './migrations/longLabels.ts';
import { referencesByType } from './migrations/referencesByType.ts';
import { openFolder } from './openFolder.ts';
import type { Tables } from './tables.ts';

/** One nation's part of a database, migrated. */
export interface Database {
  readonly kysely: Kysely<Tables>;
  /** The PostgreSQL schema that holds the nation's tables. */
  readonly schema: string;
  /** Closes connections that were opened here; a PGlite that was handed in stays open, other nations may live in it. */
  close(): Promise<void>;
}

/** `source` is a `postgres://` URL, `file:` with a folder, or a PGlite, which several nations may share. */
export async function openDatabase(source: string | PGlite, nation: string): Promise<Database> {
  const schema = schemaOf(nation);
  const { dialect, close: closeSource } = await dialectOf(source);
  const kysely = new Kysely<Tables>({ dialect });
  const close = async () => {
    if (typeof source === 'string') await kysely.destroy();
    await closeSource();
  };
  try {
    await migrate(kysely, schema);
  } catch (error) {
    await close();
    throw error;
  }
  return { kysely: kysely.withSchema(schema), schema, close };
}

/** `NATO-STAFF` → `nation_nato_staff`. */
const schemaOf = (nation: string): string => `nation_${nation.toLowerCase().replaceAll('-', '_')}`;

async function dialectOf(source: string | PGlite): Promise<{ dialect: Dialect; close: () => Promise<void> }> {
  const close = async (): Promise<void> => undefined;
  if (typeof source !== 'string') return { dialect: new PGliteDialect({ pglite: source }), close };
  if (!source.startsWith('file:')) return { dialect: new PostgresDialect({ pool: openPool(source) }), close };
  const folder = await openFolder(source.slice('file:'.length));
  return { dialect: new PGliteDialect({ pglite: folder.pglite }), close: () => folder.close() };
}

/**
 * Without JIT: PostgreSQL takes the lists within JSON to be far longer than they are, and compiling a query would take
 * longer than running it.
 */
function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 10, options: '-c jit=off' });
  // An idle connection that the database drops is replaced; if the database is gone, the next query says so.
  pool.on('error', () => undefined);
  return pool;
}

async function migrate(kysely: Kysely<Tables>, schema: string): Promise<void> {
  const migrator = new Migrator({
    db: kysely.withSchema(schema),
    provider: {
      getMigrations: async () => ({
        '0001-first': first,
        '0002-least-labels': leastLabels,
        '0003-events': events,
        '0004-references-by-type': referencesByType,
        '0005-long-labels': longLabels,
      }),
    },
    migrationTableSchema: schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
