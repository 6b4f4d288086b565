import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { markingOf } from './markingOf.ts';
import type { Database } from './openDatabase.ts';
import type { RecordType } from './RecordType.ts';
import { SqlView } from './SqlView.ts';
import { SharedReads } from './SharedReads.ts';
import type { Condition, Facet, ListQuery, Row, Store, Tally, View } from './Store.ts';
import type { Tables } from './tables.ts';

interface StoredRow {
  id: string;
  key: string;
  label_id: number;
  portion_labels: Record<string, number>;
  body: Record<string, unknown>;
  hidden: string[];
}

const longest = 2 ** 30;

/** The reading side of a nation's store in PostgreSQL. */
export class SqlStore implements Store {
  readonly #kysely: Kysely<Tables>;
  readonly #sql: SqlView;
  /** Grows with the labels that the nation itself has written. Ids rise in the order of commits. */
  readonly #labels = new Map<number, string>();
  #lastLabel = 0;
  readonly #reads: SharedReads | null;

  /** `reads`: where requests share theirs. A transaction shares with nobody. */
  constructor(
    nation: string,
    { kysely, schema }: Pick<Database, 'kysely' | 'schema'>,
    reads: SharedReads | null = null,
  ) {
    this.#reads = reads;
    this.#kysely = kysely;
    this.#sql = new SqlView(nation, schema);
  }

  async labels(): Promise<ReadonlyMap<number, string>> {
    return this.#shared('labels', () => this.#readLabels());
  }

  async #readLabels(): Promise<ReadonlyMap<number, string>> {
    const fresh = await this.#kysely
      .selectFrom('labels')
      .select(['id', 'text'])
      .where('id', '>', this.#lastLabel)
      .orderBy('id')
      .execute();
    for (const { id, text } of fresh) {
      this.#labels.set(id, text);
      this.#lastLabel = Math.max(this.#lastLabel, id);
    }
    return this.#labels;
  }

  async labelOf(type: RecordType, id: string): Promise<number | null> {
    const [row] = await this.#rows(sql<{ label_id: number }>`
      select label_id from ${this.#sql.table('records')} where id = ${id} and type = ${type.name}`);
    return row?.label_id ?? null;
  }

  async get(view: View, ids: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    const rows = await this.#rows(sql<StoredRow>`
      select r.id, '' as key, ${this.#sql.columns}
      from ${this.#sql.records(view)}
      where r.id = any(${ids}::text[]) and ${this.#sql.readable(view)} and ${this.#sql.all(view, [])}`);
    return new Map(rows.map((row) => [row.id, this.#rowOf(row)]));
  }

  /**
   * A short index scan a label, then a longer one of those labels alone whose first broke off within the page. So a
   * page costs about the rows that it shows, however many records there are.
   */
  async list(query: ListQuery): Promise<readonly Row[]> {
    const { view, first, after } = query;
    const short = Math.min(first, 2 + Math.ceil((2 * first) / Math.max(1, view.labels.length)));
    const rows = await this.#rows(sql<StoredRow>`
      with begun as materialized (
        select label.id as label_id, found.id, found.key,
          row_number() over (partition by label.id order by found.key desc, found.id) as place
        from unnest(${view.labels}::int[]) as label(id)
        cross join lateral (${this.#sql.scan(query, sql`label.id`, after, short)}) as found),
      last as (
        select coalesce(max(key), '') as key, coalesce(max(id), '~') as id
        from (select key, id from begun order by key desc, id offset ${first - 1} limit 1) as row),
      page as (
        select id, key from begun
        union all
        select found.id, found.key
        from last
        join begun on begun.place = ${short} and (begun.key > last.key or begun.key = last.key and begun.id < last.id)
        cross join lateral (
          ${this.#sql.scan(query, sql`begun.label_id`, { key: sql`begun.key`, id: sql`begun.id` }, first, sql`last.key`)}
        ) as found
        order by key desc, id
        limit ${first})
      select r.id, page.key, ${this.#sql.columns}
      from page
      join ${this.#sql.records(view)} on r.id = page.id
      order by page.key desc, r.id`);
    return rows.map((row) => this.#rowOf(row));
  }

  async listReferring(
    { view, conditions, order, first, after }: ListQuery,
    fields: readonly string[],
    targets: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Row[]>> {
    const key = this.#sql.key(order);
    const rows = await this.#rows(sql<StoredRow & { target: string }>`
      select target.id as target, found.*
      from unnest(${targets}::text[]) as target(id)
      cross join lateral (
        select r.id, ${key} as key, ${this.#sql.columns}
        from ${this.#sql.records(view)}
        where r.id in (
            select record_id from ${this.#sql.table('record_references')}
            where target_id = target.id collate "C" and field = any(${fields}::text[]))
          and ${this.#sql.readable(view)} and ${this.#sql.inOrder(order)} and ${this.#sql.after(key, after)}
          and ${this.#sql.all(view, conditions)}
        order by ${key} desc, r.id
        limit ${first}) as found
      order by found.key desc, found.id`);
    const byTarget = Map.groupBy(rows, ({ target }) => target);
    return new Map(targets.map((target) => [target, (byTarget.get(target) ?? []).map((row) => this.#rowOf(row))]));
  }

  async count(view: View, conditions: readonly Condition[], facets: readonly Facet[]): Promise<readonly Tally[]> {
    const values = facets.map(({ field }) => (field === undefined ? sql`null::jsonb` : sql`r.body -> ${field}::text`));
    const columns = values.map((value, index) => sql`${value} as ${sql.id(`value${index}`)}`);
    const tallies = await this.#rows(sql<{ facet: string; key: string | null; label_id: number; count: number }>`
      with counted as materialized (
        select r.label_id, ${sql.join(columns)} from ${this.#sql.records(view)}
        where ${this.#sql.readable(view)} and ${this.#sql.all(view, conditions)})
      select facet, key, label_id, sum(records)::int as count
      from (${sql.join(
        facets.map((facet, index) => valuesOf(facet, sql.id(`value${index}`))),
        sql` union all `,
      )}) as tallied
      group by facet, key, label_id`);
    return tallies.map(({ facet, key, label_id, count }) => ({ facet, key, count, label: this.#label(label_id) }));
  }

  async #rows<T>(query: RawBuilder<T>): Promise<readonly T[]> {
    const compiled = query.compile(this.#kysely);
    const key = JSON.stringify([compiled.sql, compiled.parameters]);
    return this.#shared(key, async () => (await this.#kysely.executeQuery(compiled)).rows);
  }

  #shared<T>(key: string, read: () => Promise<T>): Promise<T> {
    return this.#reads ? this.#reads.get(key, read) : read();
  }

  #rowOf({ id, key, label_id, portion_labels, body, hidden }: StoredRow): Row {
    const portions = Object.entries(portion_labels)
      .filter(([field]) => !hidden.includes(field))
      .map(([field, label]) => ({ field, text: this.#label(label) }));
    return { id, key, marking: markingOf(this.#label(label_id), portions), values: body };
  }

  #label(id: number): string {
    const text = this.#labels.get(id);
    if (text === undefined) throw new Error(`label ${id} was never loaded`);
    return text;
  }
}

/** Equal values are added up before lists among them are taken apart. */
const valuesOf = ({ name, length = longest }: Facet, column: RawBuilder<unknown>) => sql`
  select ${name}::text as facet, left(item.value #>> '{}', ${length}::int) as key, label_id, records
  from (select label_id, ${column} as value, count(*) as records from counted group by label_id, ${column}) as equal
  left join lateral jsonb_path_query(equal.value, '$[*]') as item(value) on true`;
