import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';

export interface TestDatabase<Source extends string | PGlite = string | PGlite> {
  readonly source: Source;
  /** Forgets what a nation stored. */
  clear(nation: string): Promise<void>;
  close(): Promise<void>;
}

const server = process.env['TEST_DATABASE_URL'];

/** Every database that the store must work on alike. PostgreSQL is there when TEST_DATABASE_URL names a server. */
export const testDatabases = [
  { name: 'PGlite', skip: false, open: openPGlite },
  { name: `PostgreSQL${server ? '' : ' (needs TEST_DATABASE_URL)'}`, skip: !server, open: openPostgres },
] as const;

/** PostgreSQL when TEST_DATABASE_URL names a server. */
export const openTestDatabase = (): Promise<TestDatabase> => (server ? openPostgres() : openPGlite());

const dropSchema = (nation: string): string => `drop schema if exists nation_${nation.toLowerCase()} cascade`;

async function openPGlite(): Promise<TestDatabase<PGlite>> {
  const source = await PGlite.create();
  return {
    source,
    clear: async (nation) => {
      await source.exec(dropSchema(nation));
    },
    close: () => source.close(),
  };
}

/** A database of its own, so that test files do not meet. */
async function openPostgres(): Promise<TestDatabase<string>> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name}`);
  const source = new URL(`/${name}`, server).href;
  return {
    source,
    clear: (nation) => run(source, dropSchema(nation)),
    close: () => run(server, `drop database ${name} with (force)`),
  };
}

async function run(url: string | undefined, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
