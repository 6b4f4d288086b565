import type { StoredRecord } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';

/** What one nation writes at once. */
export interface FrameWrite {
  readonly nation: string;
  readonly put: readonly StoredRecord[];
  readonly removed: readonly string[];
}

type Held = ReadonlyMap<string, ReadonlyMap<string, StoredRecord>>;

/** Types whose records make alerts, or show with those that do. */
const weights = [
  [12, 'Incident'],
  [3, 'Acknowledgement'],
  [5, 'CapabilityRequest'],
] as const;
/** Of a record that stays the same one. */
const kept = new Set(['__typename', 'id', 'label', 'portions', 'leastLabel', 'updatedAt']);

/**
 * A change of one or two records that are there, from what others of their kind say and how they are labelled. `shown`:
 * what the reader sees now, which is of more interest.
 */
export function randomWrite(
  dice: Dice,
  held: Held,
  nations: readonly string[],
  shown: ReadonlySet<string>,
): FrameWrite {
  const nation = dice.pick(nations);
  const type = dice.weighted(weights);
  const own = [...(held.get(nation)?.values() ?? [])].filter(({ __typename }) => __typename === type);
  if (own.length === 0) return { nation, put: [], removed: [] };
  const any = (): StoredRecord => {
    const seen = own.filter(({ id }) => shown.has(id));
    return dice.pick(seen.length > 0 && dice.percent(60) ? seen : own);
  };
  const all = [...(held.get(nation)?.values() ?? [])];
  const label = (): string => {
    const seen = all.filter(({ id }) => shown.has(id));
    return dice.pick(seen.length > 0 && dice.percent(50) ? seen : all).label;
  };
  const records = dice.percent(80) ? [any()] : [...new Set([any(), any()])];
  const [first = any()] = records;
  return dice.weighted<() => FrameWrite>([
    [8, () => ({ nation, put: records.map((record) => changed(dice, record, any())), removed: [] })],
    [
      8,
      () => ({
        nation,
        put: records.map((record) => ({ ...record, label: label(), portions: {} })),
        removed: [],
      }),
    ],
    [3, () => ({ nation, put: [{ ...first, portions: any().portions }], removed: [] })],
    [4, () => ({ nation, put: [{ ...changed(dice, first, any()), id: newId(dice, first.id) }], removed: [] })],
    [2, () => ({ nation, put: [], removed: records.map(({ id }) => id) })],
    [8, () => ({ nation, put: [withSecret(dice, first)], removed: [] })],
  ])();
}

const changed = (dice: Dice, record: StoredRecord, donor: StoredRecord): StoredRecord => ({
  ...record,
  ...Object.fromEntries(Object.entries(donor).filter(([field]) => !kept.has(field) && dice.percent(30))),
});

/** A text of each type that may be stricter than its record. */
const portions: Readonly<Record<string, string>> = {
  Incident: 'description',
  Acknowledgement: 'note',
  CapabilityRequest: 'need',
};

/** Another text where it is for few: the second time on one record, nothing changes but what most readers may not see. */
function withSecret(dice: Dice, record: StoredRecord): StoredRecord {
  const field = portions[record.__typename] ?? '';
  const secret = record.label.replace(/^[A-Z]+/, 'CTS');
  return {
    ...record,
    [field]: `secret ${dice.below(1_000_000)}`,
    portions: { ...record.portions, [field]: record.portions[field] ?? secret },
  };
}

const newId = (dice: Dice, id: string): string => `${id.slice(0, -9)}${String(100_000_000 + dice.below(899_999_999))}`;
