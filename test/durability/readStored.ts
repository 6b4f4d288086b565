import { openDatabase } from '../../subgraphs/runtime/openDatabase.ts';

/** What a nation's store holds, as the database has it. */
export interface Stored {
  readonly records: ReadonlyMap<string, { readonly type: string; readonly body: Readonly<Record<string, unknown>> }>;
  /** Oldest first; `at` in epoch milliseconds. */
  readonly events: readonly { readonly id: string; readonly change: string; readonly at: number }[];
  readonly references: readonly { readonly reference: string; readonly id: string }[];
}

export async function readStored(source: string, nation: string): Promise<Stored> {
  const database = await openDatabase(source, nation);
  const { kysely } = database;
  try {
    const records = await kysely.selectFrom('records').select(['id', 'type', 'body']).execute();
    const events = await kysely
      .selectFrom('outbox')
      .select(['record_id', 'change', 'at'])
      .orderBy('at')
      .orderBy('turn')
      .execute();
    const references = await kysely.selectFrom('client_references').select(['reference', 'record_id']).execute();
    return {
      records: new Map(records.map(({ id, type, body }) => [id, { type, body }])),
      events: events.map(({ record_id, change, at }) => ({ id: record_id, change, at: Number(at) })),
      references: references.map(({ reference, record_id }) => ({
        reference: reference.replace(/^\w+ /, ''),
        id: record_id,
      })),
    };
  } finally {
    await database.close();
  }
}
