import type { PGlite } from '@electric-sql/pglite';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import { generateAlliance } from '../adapters/generator/generateAlliance.ts';
import { nationContract } from '../runtime/nationContract.ts';
import { type Database, openDatabase } from '../runtime/openDatabase.ts';
import { SqlRecordStore } from '../runtime/SqlRecordStore.ts';

const seed = 'alliance';

/** Puts generated records into the stores that are still empty. One that holds anything is left as it is. */
export async function fillNations(options: {
  readonly nations: readonly string[];
  readonly database: (nation: string) => string | PGlite;
  readonly alliance: AllianceDocument;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}): Promise<void> {
  const { nations, alliance, clock, report } = options;
  const makeRecords = once(() => generateAlliance({ seed, nations, now: clock(), alliance }));
  const { schema, types } = nationContract();
  for (const nation of nations) {
    options.signal.throwIfAborted();
    const database = await openDatabase(options.database(nation), nation);
    try {
      if (await holdsRecords(database)) continue;
      const directory = directoryOf(extractFor(nation, alliance));
      const store = new SqlRecordStore({ nation, database, schema, types, directory: () => directory, clock });
      const records = makeRecords().get(nation) ?? [];
      await store.put(records.map((record) => ({ record })));
      report(`${nation}: ${records.length} generated records`);
    } finally {
      await database.close();
    }
  }
}

async function holdsRecords({ kysely }: Database): Promise<boolean> {
  return (await kysely.selectFrom('records').select('id').limit(1).executeTakeFirst()) !== undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
