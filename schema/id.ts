/** Ids of records: `EST:i:<26 characters>`. The owner is public, everything else is random: ids cannot be counted. */

/** What a record is, by the letter in its id. */
export const recordKinds = {
  incident: 'i',
  indicator: 'n',
  sighting: 's',
  incidentLink: 'l',
  acknowledgement: 'a',
  timelineEntry: 't',
  releaseRequest: 'q',
  releaseAnswer: 'd',
  capability: 'c',
  offer: 'o',
  capabilityRequest: 'r',
  requestAnswer: 'w',
  capabilityUse: 'u',
  exercise: 'e',
  inject: 'j',
  objective: 'b',
  team: 'm',
  lesson: 'k',
  agreement: 'g',
  contact: 'h',
} as const;
export type RecordKind = (typeof recordKinds)[keyof typeof recordKinds];

const recordId = /^[A-Z]{2,16}:[a-z]{1,2}:[0-9a-z]{16,40}$/;

/** Crockford's base 32, lower case. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** `random` gives at least 16 random bytes; the first 16 are used. */
export function newRecordId(nation: string, kind: RecordKind, random: () => Uint8Array): string {
  const bytes = random().subarray(0, 16);
  if (bytes.length < 16) throw new TypeError(`an id needs 16 random bytes, not ${bytes.length}`);
  const number = bytes.reduce((high, byte) => (high << 8n) | BigInt(byte), 0n);
  const text = Array.from({ length: 26 }, (_, index) => digits[Number((number >> BigInt(125 - 5 * index)) & 31n)]);
  return `${nation}:${kind}:${text.join('')}`;
}

export const isRecordId = (text: string): boolean => recordId.test(text);

/** The nation that an id names as its owner, or null if it is not the id of a record. */
export const nationOf = (id: string): string | null => (recordId.test(id) ? id.slice(0, id.indexOf(':')) : null);
