// The answer under construction: a tree keyed by response keys, in which every object knows what it is and whether this
// reader may have it. Errors sit where they happened, so they move, merge and vanish with the rows around them.
import type { Marking } from '../../schema/label/label.ts';
import { Planted } from './plantErrors.ts';
import { Values } from './Values.ts';

/** The outcome of admission for one labelled object. */
export interface Admitted {
  /** The nation (or `ALLIANCE`) whose record it is. */
  readonly owner: string;
  readonly marking: Marking;
  readonly markingText: string;
  /** Portions and floors that stay shut in this record: their fields read null. */
  readonly hidden: ReadonlySet<string>;
}

/** One object of the answer. */
export class Entry {
  /** An object type; or an interface, as long as only a central subgraph that knows no more (an interface object) has spoken of it. */
  type: string;
  /** The nation that this object was read from; a reference's target is held by the nation that refers to it. */
  readonly holder: string;
  /** The value of the key field that names the owner: a record id or a nation code. */
  readonly key: string | null;
  readonly values = new Values();
  /** Undefined until the marking has been decided. */
  admission: Admitted | 'hidden' | undefined;
  /** What the gateway itself answers, by field name; few objects have any. */
  computed: Map<string, Computed> | undefined;
  /** Of what the gateway made: the records that it says something of, and that are read with it. */
  sources: readonly Entry[] | undefined;
  /** Of an edge: seals its cursor, which few readers ask for. */
  cursor: (() => string | null) | undefined;

  constructor(type: string, holder: string, key: string | null) {
    this.type = type;
    this.holder = holder;
    this.key = key;
  }

  answer(fieldName: string, value: Computed): void {
    this.computed ??= new Map();
    this.computed.set(fieldName, value);
  }
}

/** Among the values of an object that is known by an interface alone: what kept its type from being told. */
export const untyped = '__typename';

/** A merged connection. The reader may have asked for its edges under several response keys: rows are equal by index. */
export class Connection {
  readonly type: string;
  readonly edges: ReadonlyMap<string, readonly Entry[]>;
  readonly pageInfo: Computed;
  readonly coverage: Computed;

  constructor(type: string, edges: ReadonlyMap<string, readonly Entry[]>, pageInfo: Computed, coverage: Computed) {
    this.type = type;
    this.edges = edges;
    this.pageInfo = pageInfo;
    this.coverage = coverage;
  }
}

/** An object that the gateway made itself: values by field name, or what makes them when they are asked for. */
export class Computed {
  readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
}

/**
 * Two fetches of one plan may each bring a part of one object, and one field may be asked twice, under two conditions.
 */
export function together(known: unknown, added: unknown): unknown {
  if (known === undefined) return added;
  if (known instanceof Entry && added instanceof Entry && known.type === added.type) {
    for (const [key, value] of Object.entries(added.values)) known.values[key] = together(known.values[key], value);
    for (const [name, value] of added.computed ?? []) known.answer(name, value);
    known.admission ??= added.admission;
    return known;
  }
  if (known instanceof Connection && added instanceof Connection) {
    const edges = new Map<string, unknown>(known.edges);
    for (const [key, rows] of added.edges) edges.set(key, together(edges.get(key), rows));
    return new Connection(added.type, edges as Connection['edges'], added.pageInfo, added.coverage);
  }
  if (Array.isArray(known) && Array.isArray(added) && known.length === added.length) {
    return added.map((value: unknown, index) => together(known[index], value));
  }
  if (added instanceof Planted) return despite(added, known);
  if (known instanceof Planted) return despite(known, added);
  return added;
}

/** Where one fetch has failed, what another brings stays, without what the first should have brought. */
function despite(failure: Planted, value: unknown): unknown {
  if (value === null) return failure;
  for (const entry of flatten(value)) lack(entry, failure);
  return value;
}

/** Puts a failure in the place of all that is missing with it. */
export function lack(entry: Entry, failure: Planted): void {
  for (const [key, planted] of failure.fieldsOf(entry.type)) entry.values[key] = together(entry.values[key], planted);
}

/** Response keys from the root; `@` is every item of a list. */
export type Path = readonly string[];

/**
 * The objects at a path, in document order. The way leads through no labelled object that is not admitted; the objects at
 * its end may be undecided yet (their owner can be asked for them), hidden ones are left out.
 */
export function entriesAt(root: Entry, path: Path, isLabelled: (typeName: string) => boolean): Entry[] {
  let values: unknown[] = [root];
  for (const [depth, step] of path.entries()) {
    const passable = (entry: Entry): boolean =>
      depth === 0 || typeof entry.admission === 'object' || !isLabelled(entry.type);
    values = values.flatMap((value): unknown[] => {
      if (step === '@') return Array.isArray(value) ? value : [];
      if (value instanceof Entry) return passable(value) ? [value.values[step]] : [];
      if (value instanceof Connection) return [value.edges.get(step)];
      return [];
    });
  }
  return values.flatMap(flatten).filter((entry) => entry.admission !== 'hidden');
}

const flatten = (value: unknown): Entry[] =>
  value instanceof Entry ? [value] : Array.isArray(value) ? value.flatMap(flatten) : [];
