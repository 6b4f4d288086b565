import {
  asRead,
  ownerOf,
  recordVerdict,
  type Reading,
  type StoredRecord,
  type Stores,
} from '../support/oracle/prune.ts';
import { factsOf } from '../support/oracle/recordFacts.ts';
import { standsFor } from '../support/oracle/RegistryFacts.ts';
import { canariesIn } from './canaries.ts';

/** Something that a write did and may not do. */
export interface Breach {
  readonly breach: string;
  readonly record: string;
  /** Who is told, where somebody is. */
  readonly who?: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One write: what was there before, what is there now, and whom it may concern. */
export interface Write {
  readonly before: Stores;
  readonly after: Stores;
  readonly observers: Observers;
  /** Marks in what the writer has ever sent. */
  readonly written: ReadonlySet<string>;
  /** The body of the answer. */
  readonly answer: string;
}

/** The writer and everybody else, with what each sees of single records. */
export class Observers {
  readonly writer: Reading;
  /** The writer is among them. */
  readonly all: readonly Reading[];
  readonly #seen = new Map<Reading, WeakMap<StoredRecord, StoredRecord | null>>();

  constructor(writer: Reading, others: readonly Reading[]) {
    this.writer = writer;
    this.all = [writer, ...others];
  }

  sees(reading: Reading, record: StoredRecord): StoredRecord | null {
    const known = this.#seen.get(reading) ?? new WeakMap<StoredRecord, StoredRecord | null>();
    this.#seen.set(reading, known);
    const before = known.get(record);
    if (before !== undefined) return before;
    const seen = asRead(record, reading);
    known.set(record, seen);
    return seen;
  }

  marksSeen(reading: Reading, stores: Stores): ReadonlySet<string> {
    return new Set(all(stores).flatMap((record) => marksIn(this.sees(reading, record))));
  }
}

export type Change = readonly [before: StoredRecord | undefined, after: StoredRecord | undefined];

/** What a write has changed. */
export function changesBy({ before, after }: Pick<Write, 'before' | 'after'>): readonly Change[] {
  const [was, is] = [byId(before), byId(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((id): Change => [was.get(id), is.get(id)])
    .filter(([one, other]) => one !== other && textOf(one) !== textOf(other));
}

/** What rules of writing say beyond what the writer is answered. Null: the write keeps to them all. */
export function breachOf(write: Write, changes: readonly Change[]): Breach | null {
  if (changes.length === 0) return null;
  const is = byId(write.after);
  for (const rule of rules) {
    const breach = rule(write, changes, is);
    if (breach !== null) return breach;
  }
  return null;
}

type Rule = (write: Write, changes: readonly Change[], is: ReadonlyMap<string, StoredRecord>) => Breach | null;

const rules: readonly Rule[] = [
  /** What is refused has not happened. */
  ({ answer }, changes) => (isRefused(answer) ? breach('a refused write left something', changes[0]) : null),

  /** Nations change their own records, and others add to their own. */
  ({ observers }, changes) => {
    const foreign = changes.find((change) => ownerOf(oneOf(change)) !== observers.writer.reader.nation);
    return foreign ? breach('a record of another nation changed', foreign) : null;
  },

  /** Nobody writes blindly: a new label is one under which the writer reads. What is kept of others' words is none. */
  ({ observers }, changes) => {
    const blind = changes.find(
      ([before, after]) =>
        after !== undefined &&
        before?.label !== after.label &&
        (before !== undefined || after.__typename !== 'TimelineEntry') &&
        recordVerdict(after, observers.writer) !== 'permit',
    );
    return blind ? breach('its writer may not read it', blind) : null;
  },

  /** What the writer could not see is still there. */
  ({ observers, after }, changes) => {
    const left = new Set(all(after).flatMap(marksIn));
    const lost = changes.find(([earlier, later]) => {
      if (earlier === undefined || later === undefined) return false;
      const seen = new Set(marksIn(observers.sees(observers.writer, earlier)));
      return marksIn(earlier).some((mark) => !left.has(mark) && !seen.has(mark));
    });
    return lost ? breach('what the writer could not see is lost', lost) : null;
  },

  /** Nobody reads what neither they nor the writer could read before, but for what the writer wrote. */
  ({ observers, before, written }, changes) =>
    first(observers.all, (who) =>
      first(changes, (change) => {
        const known = new Set(marksIn(change[0] ? observers.sees(who, change[0]) : null));
        const fresh = marksIn(change[1] ? observers.sees(who, change[1]) : null).filter(
          (mark) => !known.has(mark) && !written.has(mark),
        );
        if (fresh.length === 0) return null;
        const [own, writers] = [who, observers.writer].map((one) => observers.marksSeen(one, before));
        return fresh.some((mark) => !own?.has(mark) && !writers?.has(mark))
          ? breach('a write told what its writer could not see', change, who)
          : null;
      }),
    ),

  /** Where nobody is told of a change, nothing else moves: no time, and no entry of the timeline. */
  ({ observers }, changes) =>
    first(observers.all, (who) =>
      first(changes, (change) => {
        const [before, after] = change.map((one) => (one ? observers.sees(who, one) : null));
        if (!before || !after || contentOf(before) !== contentOf(after)) return null;
        if (before['updatedAt'] !== after['updatedAt']) return breach('a hidden change moved `updatedAt`', change, who);
        const note = changes.find(
          ([earlier, later]) =>
            earlier === undefined &&
            later?.__typename === 'TimelineEntry' &&
            namedIn(later).includes(after.id) &&
            observers.sees(who, later) !== null,
        );
        return note ? breach('a hidden change is noted', note, who) : null;
      }),
    ),

  /** Nobody reads what was made from others sooner than those. */
  ({ observers }, changes, is) =>
    first(observers.all, (who) =>
      first(changes, (change) => {
        const [before, after] = change;
        if (after === undefined || before?.label === after.label) return null;
        const later = { ...who, at: who.at + 2 * hour };
        const named = before === undefined ? namedIn(after).flatMap((id) => is.get(id) ?? []) : [];
        // An inject is for teams, and made from none: who may not see one does not see that it is for them.
        const sources = named.filter(({ __typename }) => __typename !== 'Team');
        const least = before === undefined ? null : after.leastLabel;
        const isSooner = [who, later].some((then) => {
          const reads = (record: StoredRecord, label = record.label): boolean =>
            [who, then].some((moment) => recordVerdict(record, moment, label) === 'permit');
          if (recordVerdict(after, then) !== 'permit') return false;
          // How high agreements reach differs by domain, and labels say nothing of it: there the domain of what was made counts.
          const there = (source: StoredRecord): boolean =>
            [who, then].some(
              (moment) =>
                recordVerdict({ ...source, __typename: after.__typename }, moment, spelledOut(source, moment)) ===
                'permit',
            );
          return !sources.every(there) || (least ? !reads(after, least) : false);
        });
        return isSooner ? breach('something is labelled less strictly than what it was made from', change, who) : null;
      }),
    ),
];

const hour = 3_600_000;

/** The label with everybody by name whom it lets in as what the record is. */
function spelledOut({ __typename, label }: StoredRecord, { registry, at }: Reading): string {
  const moment = { registry, at, domain: factsOf(__typename).domain };
  return label.replaceAll(/REL TO (?!ALL\b)(\S+)/g, (_, names: string) => {
    const bodies = [...registry.bodies.keys()].filter((code) =>
      names.split(',').some((name) => standsFor(name, code, moment)),
    );
    return `REL TO ${bodies.join() || 'NOBODY'}`;
  });
}

function breach(text: string, [before, after]: Change = [undefined, undefined], who?: Reading): Breach {
  const record = after?.id ?? before?.id ?? '';
  return {
    breach: text,
    record,
    ...(who && { who: JSON.stringify(who.reader) }),
    before: before ?? null,
    after: after ?? null,
  };
}

/** Every payload says what kept it, or there is none. */
function isRefused(body: string): boolean {
  const { data } = JSON.parse(body) as { readonly data?: Readonly<Record<string, unknown>> | null };
  return Object.values(data ?? {}).every((payload) => {
    const problems = (payload as { readonly problems?: readonly unknown[] } | null)?.problems;
    return payload === null || (Array.isArray(problems) && problems.length > 0);
  });
}

function first<T>(items: readonly T[], find: (item: T) => Breach | null): Breach | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

const all = (stores: Stores): readonly StoredRecord[] => [...stores.values()].flat();

const byId = (stores: Stores): ReadonlyMap<string, StoredRecord> =>
  new Map(all(stores).map((record) => [record.id, record]));

const marksIn = (record: StoredRecord | null): readonly string[] => canariesIn(textOf(record ?? undefined));

const textOf = (record: StoredRecord | undefined): string => JSON.stringify(record) ?? '';

const oneOf = ([before, after]: Change): StoredRecord => (after ?? before)!;

/** All that a reader is told of it but when it last changed. */
const contentOf = (record: StoredRecord): string =>
  JSON.stringify(
    Object.entries(record)
      .filter(([field]) => !['updatedAt', 'leastLabel', 'sentAs'].includes(field))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const namedIn = (record: StoredRecord): readonly string[] =>
  factsOf(record.__typename)
    .references.flatMap((field) => [record[field]].flat())
    .filter((id) => typeof id === 'string');
