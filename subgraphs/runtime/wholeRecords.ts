import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { RecordType } from './RecordType.ts';
import type { Tables } from './tables.ts';

/** Records as they were written, by id, whoever may read them; fields that are not recorded are null. */
export async function wholeRecords(
  db: Transaction<Tables>,
  ids: readonly string[],
  types: ReadonlyMap<string, RecordType>,
): Promise<ReadonlyMap<string, LabelledRecord<string, string>>> {
  const rows = await db
    .selectFrom('records')
    .select(['id', 'type', 'label_id', 'portion_labels', 'least_label_id', 'body'])
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  const used = rows.flatMap((row) => [
    row.label_id,
    ...Object.values(row.portion_labels),
    ...(row.least_label_id === null ? [] : [row.least_label_id]),
  ]);
  const labels = await db
    .selectFrom('labels')
    .selectAll()
    .where('id', '=', sql<number>`any(${used}::int[])`)
    .execute();
  const textOf = new Map(labels.map(({ id, text }) => [id, text]));
  return new Map(
    rows.map(({ id, type, label_id, portion_labels, least_label_id, body }) => {
      const absent = [...(types.get(type)?.fields ?? [])].map((field) => [field, null] as const);
      const portions = Object.entries(portion_labels).map(([field, label]) => [field, textOf.get(label)] as const);
      const record = {
        ...Object.fromEntries(absent),
        ...body,
        __typename: type,
        id,
        label: textOf.get(label_id) ?? '',
        portions: Object.fromEntries(portions),
        leastLabel: least_label_id === null ? null : (textOf.get(least_label_id) ?? ''),
      };
      return [id, record];
    }),
  );
}
