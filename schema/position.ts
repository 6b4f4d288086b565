/**
 * Places in a list. A position is `<key>,<id>`; lists run by key descending, then nation, then id. Keys are ASCII,
 * compared as bytes, and a missing value has the lowest key, the empty one: it comes last.
 */
import { isRecordId } from './id.ts';

export interface Position {
  readonly key: string;
  /** As a bound (`after`) also empty, below every id, or `~`, above every id. */
  readonly id: string;
}

/** Printable ASCII without space and comma. */
const keyPattern = /^[!-+\--~]{0,64}$/;
const latest = 999_999_999_999_999;

/** A time in epoch milliseconds; what lies before 1970 or after the year 33658 counts as that bound. */
export function timeKey(ms: number | null): string {
  if (ms === null || Number.isNaN(ms)) return '';
  return String(Math.floor(Math.min(Math.max(ms, 0), latest))).padStart(15, '0');
}

/** The ordinal of an enum value, 0 to 99. */
export function ordinalKey(ordinal: number | null): string {
  if (ordinal === null) return '';
  if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal > 99) throw new TypeError(`\`${ordinal}\` is no ordinal`);
  return String(ordinal).padStart(2, '0');
}

/** The key that puts an ascending list in order: each digit from nine. A missing value stays last. */
export const invert = (key: string): string => key.replace(/\d/g, (digit) => String(9 - Number(digit)));

export const formatPosition = ({ key, id }: Position): string => `${key},${id}`;

export function parsePosition(text: string): Position | null {
  const comma = text.indexOf(',');
  if (comma < 0) return null;
  const [key, id] = [text.slice(0, comma), text.slice(comma + 1)];
  return keyPattern.test(key) && (id === '' || id === '~' || isRecordId(id)) ? { key, id } : null;
}

/** Negative if `a` comes first. */
export function comparePositions(a: Position & { nation: string }, b: Position & { nation: string }): number {
  return compare(b.key, a.key) || compare(a.nation, b.nation) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
