import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Position } from '../../schema/position.ts';
import type { Condition, ListQuery, Path, View } from './Store.ts';

type Sql = RawBuilder<unknown>;

/** In a list, in values or in columns. */
interface Place {
  readonly key: string | Sql;
  readonly id: string | Sql;
}

const nothing = sql`true`;

/**
 * A reader's view in SQL. Hidden fields leave a record before anything else looks at it, so that filters, order, pages
 * and counts see what the reader sees. Records are called `r`, those that conditions lead to `r1`, `r2`, ...
 */
export class SqlView {
  readonly #nation: string;
  readonly #schema: string;

  readonly columns = sql`r.label_id, r.portion_labels, r.body, r.hidden`;

  constructor(nation: string, schema: string) {
    this.#nation = nation;
    this.#schema = schema;
  }

  table(name: string): Sql {
    return sql`${sql.id(this.#schema, name)}`;
  }

  /** For `from`: the records of a type, without the fields that the reader may not see. Hidden records are still there. */
  records(view: View, depth = 0): Sql {
    return sql`(
      select stored.id, stored.label_id, stored.portion_labels, stored.sort_keys, hidden.fields as hidden,
        stored.body - hidden.fields as body, stored.search - hidden.fields as search
      from ${this.table('records')} as stored cross join lateral (select ${hiddenFields(view)} as fields) as hidden
      where stored.type = ${view.type.name}) as ${named(depth)}`;
  }

  readable({ labels }: View, depth = 0): Sql {
    return sql`${named(depth)}.label_id = any(${labels}::int[])`;
  }

  /** The record shows in this view beside its label, and meets the conditions. */
  all(view: View, conditions: readonly Condition[], depth = 0): Sql {
    return every([
      ...[...view.ends].map(([field, end]) => this.#shows(field, end, depth)),
      ...conditions.map((condition) => this.#holds(condition, depth)),
    ]);
  }

  key(order: string): Sql {
    return sql`(r.sort_keys ->> ${sql.lit(order)}) collate "C"`;
  }

  /** As the indexes on sort keys say it. */
  inOrder(order: string): Sql {
    return sql`r.sort_keys ? ${sql.lit(order)}`;
  }

  after(key: Sql, position: Position | null): Sql {
    if (position === null) return nothing;
    return sql`${key} <= ${position.key} and (${key} < ${position.key} or r.id > ${position.id})`;
  }

  /**
   * The first records of one label after a place, down to a key. Those of an equal key are a scan of their own, or else
   * every one of them before the place would be passed again.
   */
  scan({ view, conditions, order }: ListQuery, label: Sql, place: Place | null, limit: number, least = sql`''`): Sql {
    const key = this.key(order);
    const part = (where: Sql): Sql => sql`
      select r.id, ${key} as key
      from ${this.records(view)}
      where r.label_id = ${label} and ${this.inOrder(order)} and ${where} and ${this.all(view, conditions)}
      order by ${key} desc, r.id
      limit ${limit}`;
    if (place === null) return part(sql`${key} >= ${least}`);
    return sql`
      (${part(sql`${key} = ${place.key} and r.id > ${place.id}`)})
      union all
      (${part(sql`${key} < ${place.key} and ${key} >= ${least}`)})
      order by key desc, id
      limit ${limit}`;
  }

  path(path: Path): string {
    return ['$', ...path.map((name) => `${JSON.stringify(name)}[*]`)].join('.');
  }

  #holds(condition: Condition, depth: number): Sql {
    const r = named(depth);
    switch (condition.is) {
      case 'anyOf':
        return sql`exists (
          select from jsonb_path_query(${r}.body, ${this.path(condition.at)}::jsonpath) as value
          where value #>> '{}' = any(${condition.values}::text[]))`;
      case 'between':
        return sql`exists (
          select from jsonb_path_query(${r}.body, ${this.path(condition.at)}::jsonpath) as value
          where (value #>> '{}') collate "C" >= coalesce(${condition.from}::text, '')
            and (${condition.before}::text is null or (value #>> '{}') collate "C" < ${condition.before}::text))`;
      case 'words':
        return every(
          condition.words.map(
            (word) => sql`exists (
              select from jsonb_each_text(${r}.search) as searched where position(${word}::text in searched.value) > 0)`,
          ),
        );
      case 'refersTo':
        return this.#related(condition, depth, sql.ref('record_id'), sql.ref('target_id'));
      case 'referredToBy':
        return this.#related(condition, depth, sql.ref('target_id'), sql.ref('record_id'));
    }
  }

  #related({ field, view, conditions }: Extract<Condition, { view: View }>, depth: number, near: Sql, far: Sql): Sql {
    const other = depth + 1;
    return sql`exists (
      select from ${this.table('record_references')} as named
      join ${this.records(view, other)} on ${named(other)}.id = named.${far}
      where named.${near} = ${named(depth)}.id and named.field = ${field}
        and ${this.readable(view, other)} and ${this.all(view, conditions, other)})`;
  }

  /** Nothing of this nation that the field names is hidden or gone. What another nation holds is not decided here. */
  #shows(field: string, end: View, depth: number): Sql {
    const other = depth + 1;
    return sql`not exists (
      select from ${this.table('record_references')} as named
      where named.record_id = ${named(depth)}.id and named.field = ${field}
        and split_part(named.target_id, ':', 1) = ${this.#nation}
        and not exists (
          select from ${this.records(end, other)}
          where ${named(other)}.id = named.target_id and ${this.readable(end, other)} and ${this.all(end, [], other)}))`;
  }
}

const named = (depth: number): Sql => sql.raw(depth === 0 ? 'r' : `r${depth}`);

const every = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? nothing : sql`(${sql.join(conditions, sql` and `)})`;

/** The portions whose own label is not readable, and the fields whose static floor is shut under the record's or their own label. */
function hiddenFields({ labels, floors }: View): Sql {
  const portions = sql`case when stored.portion_labels = '{}' then '{}'::text[] else array(
    select key from jsonb_each(stored.portion_labels) where not value::int = any(${labels}::int[])) end`;
  const floored = [...floors].map(
    ([field, open]) => sql`case
      when stored.label_id = any(${open}::int[])
        and coalesce((stored.portion_labels ->> ${field}::text)::int = any(${open}::int[]), true) then '{}'::text[]
      else array[${field}::text] end`,
  );
  return sql.join([portions, ...floored], sql` || `);
}
