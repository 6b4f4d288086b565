import type { StoredRecord } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';
import { embargo, forPersons, isDated, undated } from './frameLabels.ts';

/** What one nation writes at once. */
export interface FrameWrite {
  readonly nation: string;
  readonly put: readonly StoredRecord[];
  readonly removed: readonly string[];
}

/** What can be written, and what is of interest. */
export interface Writable {
  readonly held: ReadonlyMap<string, ReadonlyMap<string, StoredRecord>>;
  readonly nations: readonly string[];
  readonly written: readonly (readonly [number, string])[];
  /** Ids of what the reader sees now. */
  readonly shown: ReadonlySet<string>;
  /** Ids of what stays as it is. */
  readonly ground: ReadonlySet<string>;
  /** Moments to come at which labels may give way to others. */
  readonly dates: readonly number[];
  /** Pseudonyms of those who listen. */
  readonly persons: (nation: string) => readonly string[];
}

/** Of a record that stays the same one. */
const kept = new Set(['__typename', 'id', 'label', 'portions', 'leastLabel', 'updatedAt']);

/** A text of each type that may be stricter than its record. */
const portions: Readonly<Record<string, string>> = {
  Incident: 'description',
  Acknowledgement: 'note',
  CapabilityRequest: 'need',
  Inject: 'content',
};

/** A change of one or two records that are there, from what others of their kind say and how they are labelled. */
export function randomWrite(dice: Dice, writable: Writable): FrameWrite {
  const { held, nations, written, shown, ground, dates } = writable;
  const nation = dice.pick(nations);
  const type = dice.weighted(written);
  const all = [...(held.get(nation)?.values() ?? [])];
  const own = all.filter(({ __typename, id }) => __typename === type && !ground.has(id));
  if (own.length === 0) return { nation, put: [], removed: [] };
  const any = (): StoredRecord => {
    const seen = own.filter(({ id }) => shown.has(id));
    return dice.pick(seen.length > 0 && dice.percent(60) ? seen : own);
  };
  const label = (): string => {
    const seen = all.filter(({ id }) => shown.has(id));
    return dice.pick(seen.length > 0 && dice.percent(60) ? seen : all).label;
  };
  const relabelled = (record: StoredRecord, text: string | null): StoredRecord => ({
    ...record,
    label: text ?? undated(label()),
    portions: {},
  });
  // What shows with others is told of apart in the pruned stores: one by one, it is in the order in which it happened.
  const records = type === 'Acknowledgement' || dice.percent(70) ? [any()] : [...new Set([any(), any()])];
  const [first = any()] = records;
  const put = (...some: readonly StoredRecord[]): FrameWrite => ({ nation, put: some.map(withOneDate), removed: [] });
  return dice.weighted<() => FrameWrite>([
    [8, () => put(...records.map((record) => changed(dice, record, any())))],
    [8, () => put(...records.map((record) => relabelled(record, null)))],
    [4, () => put(...records.map((record) => changed(dice, relabelled(record, null), any())))],
    [
      3,
      () =>
        put({
          ...first,
          portions: Object.fromEntries(Object.entries(any().portions).filter(([, text]) => !isDated(text))),
        }),
    ],
    [4, () => put({ ...changed(dice, first, any()), id: newId(dice, first.id) })],
    [3, () => ({ nation, put: [], removed: records.map(({ id }) => id) })],
    [6, () => put(withSecret(dice, first))],
    [5, () => put(relabelled(first, embargo(undated(label()), dice.pick(dates), undated(label()))))],
    [3, () => put(withDatedSecret(dice, first, dice.pick(dates)))],
    [3, () => put(relabelled(first, forPersons(label(), dice.some(writable.persons(nation)))))],
  ])();
}

const changed = (dice: Dice, record: StoredRecord, donor: StoredRecord): StoredRecord => ({
  ...record,
  ...Object.fromEntries(Object.entries(donor).filter(([field]) => !kept.has(field) && dice.percent(30))),
});

const atLevel = (level: string, label: string): string => undated(label).replace(/^[A-Z]+/, level);

/** Another text where it is for few: the second time on one record, nothing changes but what most readers may not see. */
function withSecret(dice: Dice, record: StoredRecord): StoredRecord {
  const field = portions[record.__typename];
  if (field === undefined) return record;
  return {
    ...record,
    [field]: `secret ${dice.below(1_000_000)}`,
    portions: { ...record.portions, [field]: record.portions[field] ?? atLevel('CTS', record.label) },
  };
}

/** A text that is for few until that time, and then for others: maybe still fewer than may read the record. */
function withDatedSecret(dice: Dice, record: StoredRecord, at: number): StoredRecord {
  const field = portions[record.__typename];
  const label = undated(record.label);
  const few = atLevel('CTS', label);
  const later = [
    label,
    atLevel(label.startsWith('CTS') ? 'CTS' : 'NS', label),
    few.replace(/CREATED \S+/, 'CREATED 2026-03-03'),
  ];
  const text = embargo(few, at, dice.pick(later));
  if (field === undefined || text === null) return record;
  return { ...record, [field]: `secret ${dice.below(1_000_000)}`, label, portions: { [field]: text } };
}

/**
 * One label at most gives way to another: in the pruned stores, two of one record might do so in two events. No portion
 * is left that would then not be as strict as its record any more.
 */
const withOneDate = (record: StoredRecord): StoredRecord =>
  isDated(record.label) ? { ...record, portions: {} } : record;

const newId = (dice: Dice, id: string): string => `${id.slice(0, -9)}${String(100_000_000 + dice.below(899_999_999))}`;
