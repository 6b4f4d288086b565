import type { VerisReader } from './VerisReader.ts';

/**
 * `timeline.incident` as a partial date: as much as is known, from the year down. A day without its month and a day
 * that the calendar does not have are left out and noted, as is the time of day.
 */
export function occurredAt(veris: VerisReader): string | null {
  const { year, month, day } = readDate(veris, 'timeline.incident');
  const time = veris.text('timeline.incident.time');
  if (time !== null) veris.note(`time of day \`${time}\` is kept in the source only`);
  if (year === null) return null;
  if (month === null) {
    if (day !== null) veris.note(`day ${day} of ${year} comes without a month: the year is kept`);
    return fourDigits(year);
  }
  const monthText = `${fourDigits(year)}-${twoDigits(month)}`;
  if (day === null) return monthText;
  if (isDay(year, month, day)) return `${monthText}-${twoDigits(day)}`;
  veris.note(`there is no day ${monthText}-${twoDigits(day)}: the month is kept`);
  return monthText;
}

/** The day on which the incident was made known, as an instant: only when the whole date is there and not after `now`. */
export function reportedAt(veris: VerisReader, now: number): string | null {
  const path = 'plus.timeline.notification';
  if (veris.value(path) === undefined) return null;
  const { year, month, day } = readDate(veris, path);
  if (year === null || month === null || day === null || !isDay(year, month, day)) {
    veris.note(`\`${path}\` is no whole date: kept in the source only`);
    return null;
  }
  const at = Date.UTC(year, month - 1, day);
  if (at <= now) return new Date(at).toISOString();
  veris.note(`\`${path}\` lies in the future: kept in the source only`);
  return null;
}

/**
 * When the record itself last changed: `plus.modified`, else `plus.created`, which VCDB states for every record, and
 * failing both the time of import. Many records share one such second.
 */
export function updatedAt(veris: VerisReader, now: number): string {
  for (const path of ['plus.modified', 'plus.created']) {
    const text = veris.text(path);
    if (text === null) continue;
    const at = parseInstant(text);
    if (at !== null && at <= now) return new Date(at).toISOString();
    veris.note(`\`${path}\` is no past instant: kept in the source only`);
  }
  return new Date(now).toISOString();
}

interface DateParts {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
}

/** The parts in calendar range; others are noted. */
function readDate(veris: VerisReader, path: string): DateParts {
  const part = (name: string, least: number, most: number): number | null => {
    const value = veris.count(`${path}.${name}`);
    if (value === null || (value >= least && value <= most)) return value;
    veris.note(`\`${path}.${name}\` ${value} is no ${name}: kept in the source only`);
    return null;
  };
  return { year: part('year', 1900, 9999), month: part('month', 1, 12), day: part('day', 1, 31) };
}

function parseInstant(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** `Date` rolls an impossible day over into the next month. */
const isDay = (year: number, month: number, day: number): boolean =>
  new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;

const fourDigits = (value: number): string => String(value).padStart(4, '0');
const twoDigits = (value: number): string => String(value).padStart(2, '0');
