import { openDatabase, type Database } from '../../subgraphs/runtime/openDatabase.ts';
import { openTestDatabase, type TestDatabase } from '../subgraphs/support/testDatabases.ts';

/** Parts of one database by name, kept from case to case: of PostgreSQL when TEST_DATABASE_URL names a server. */
export class KeptDatabases {
  readonly #whole: TestDatabase;
  readonly #open = new Map<string, Database>();

  private constructor(whole: TestDatabase) {
    this.#whole = whole;
  }

  static async open(): Promise<KeptDatabases> {
    return new KeptDatabases(await openTestDatabase());
  }

  async get(name: string): Promise<Database> {
    const database = this.#open.get(name) ?? (await openDatabase(this.#whole.source, name));
    this.#open.set(name, database);
    return database;
  }

  async close(): Promise<void> {
    for (const database of this.#open.values()) await database.close();
    await this.#whole.close();
  }
}
