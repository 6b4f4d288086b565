import { nationOf } from '../../schema/id.ts';
import { comparePositions, formatPosition, parsePosition, type Position } from '../../schema/position.ts';
import { keys } from '../operation/selections.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { admitObject, BROKEN, isRefused, type Admission } from './admit.ts';
import type { Cursor } from './cursor.ts';
import type { ShapeField } from './Shape.ts';
import type { Entry } from './tree.ts';

/** One row of a list: the reader's edges by response key, all of the same record. */
export interface Row extends Position {
  readonly nation: string;
  readonly node: Entry;
  readonly edges: ReadonlyMap<string, Entry>;
}

/** A row that is read and not admitted yet. Null: it is not for this reader, or broken. */
export type Pending = () => Row | null;

/** Where a nation's rows begin, for a walk that stands at `cursor`. Others than its owner learn the sort key only. */
export function startOf(nation: string, cursor: Cursor | null): string | null {
  if (!cursor) return null;
  if (nation === cursor.nation) return formatPosition(cursor);
  return formatPosition({ key: cursor.key, id: nation < cursor.nation ? '~' : '' });
}

/** The rows of one nation for one list, as far as they have been read. */
export class Stream {
  readonly nation: string;
  /** Position after which the next page begins. */
  after: string | null;
  readonly #page: number;
  /** How many rows to ask for next. */
  count: number;
  /** Most rows of most nations are never reached: each is admitted when it comes first. */
  buffer: (Row | Pending)[] = [];
  state: 'open' | 'exhausted' | 'unavailable' = 'open';

  /** `page`: what is asked for once `share` was not enough. */
  constructor(nation: string, after: string | null, page: number, share: number = page) {
    this.nation = nation;
    this.after = after;
    this.#page = page;
    this.count = share;
  }

  isStarving(): boolean {
    return this.head() === undefined && this.state === 'open';
  }

  /** The next row that this reader may have, as far as is known. It stays where it is. */
  head(): Row | undefined {
    for (;;) {
      const [next] = this.buffer;
      if (typeof next !== 'function') return next;
      const row = next();
      if (row) this.buffer[0] = row;
      else this.buffer.shift();
    }
  }

  /** Takes a page and returns its rows. They are the caller's to put into the buffer. */
  read(admission: Admission, raw: unknown, { edges, lead, latestKey }: PageForm): Pending[] {
    if (raw === null) {
      this.state = 'exhausted';
      return [];
    }
    const lists = isRecord(raw) ? edges.map((field) => [field, raw[field.key]] as const) : [];
    const leading = isRecord(raw) ? raw[lead.edges] : undefined;
    const fits = lists.every(([field, list]) => (list === undefined ? field.conditional : sameLength(list, leading)));
    if (!Array.isArray(leading) || leading.length > this.count || !fits) return this.fail();
    const { count: asked, after: before } = this;
    let last = before === null ? null : parsePosition(before);
    const rows: Pending[] = [];
    for (const [index, edge] of leading.entries()) {
      const place = placeOf(edge, lead, this.nation);
      if (place && last && !isBefore(last, place)) return this.fail();
      last = place ?? last;
      if (place && !isAhead(place.key, latestKey)) rows.push(() => admitRow(admission, lists, index, lead, place));
      else broken(admission, lead.edges);
    }
    if (last) this.after = formatPosition(last);
    if (leading.length === asked && this.after === before) return this.fail();
    this.count = asked < this.#page ? this.#page : Math.min(asked * 2, largestPage);
    if (leading.length < asked) this.state = 'exhausted';
    return rows;
  }

  fail(): [] {
    this.state = 'unavailable';
    return [];
  }
}

const isBefore = (one: Position, other: Position): boolean =>
  comparePositions({ ...one, nation: '' }, { ...other, nation: '' }) < 0;

/** What a page of one list looks like. */
export interface PageForm {
  readonly edges: readonly ShapeField[];
  readonly lead: EdgeKeys;
  /** Some row may show only with what its references lead to. */
  readonly isGuarded: boolean;
  /** A row whose key is a later time speaks of what cannot have happened yet. Null: it may. */
  readonly latestKey: string | null;
}

/** A nation answers at most this many rows at once: the largest page of a reader and one more. */
const largestPage = 101;

/** The response keys under which every row surely has its edge and its node. */
export interface EdgeKeys {
  readonly edges: string;
  readonly node: string;
}

function admitRow(
  admission: Admission,
  lists: readonly (readonly [ShapeField, unknown])[],
  index: number,
  lead: EdgeKeys,
  place: Position,
): Row | null {
  const edges = new Map<string, Entry>();
  for (const [field, list] of lists) {
    if (!Array.isArray(list) || !field.shape) continue;
    const edge = admitObject(admission, list[index], field.shape);
    if (isRefused(edge)) return edge === BROKEN ? broken(admission, field.key) : null;
    edges.set(field.key, edge);
  }
  const node = edges.get(lead.edges)?.values[lead.node] as Entry | null | undefined;
  return node ? { ...place, nation: admission.nation, node, edges } : null;
}

/** Times are the longer keys; an ordinal is none. */
const isAhead = (key: string, latest: string | null): boolean =>
  latest !== null && key.length === latest.length && key > latest;

/** The position of an edge, if it is that of its record, and the record one of this nation's. */
function placeOf(edge: unknown, lead: EdgeKeys, nation: string): Position | null {
  if (!isRecord(edge)) return null;
  const [position, node] = [edge[keys.position], edge[lead.node]];
  const place = typeof position === 'string' ? parsePosition(position) : null;
  if (!place || nationOf(place.id) !== nation) return null;
  return isRecord(node) && node[keys.key] === place.id ? place : null;
}

function broken({ alarm, nation }: Admission, at: string): null {
  alarm({ nation, at });
  return null;
}

const sameLength = (list: unknown, other: unknown): boolean =>
  Array.isArray(list) && Array.isArray(other) && list.length === other.length;
