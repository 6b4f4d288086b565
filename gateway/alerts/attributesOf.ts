import type { FeedEvent } from '../../schema/feed/FeedEvent.ts';
import type { Reader } from '../identity/Reader.ts';

/**
 * Everything of a reader that a decision can depend on at one moment, but for who they are. Readers with equal texts are
 * answered alike, unless a label names its recipients.
 */
export const attributesOf = (reader: Reader, now: number): string =>
  JSON.stringify([
    reader.issuer,
    reader.nation,
    reader.nationality,
    reader.level,
    reader.nationalTerm,
    now < reader.clearanceExpiresAt,
    reader.categories,
    reader.roles,
    reader.aal,
    reader.multiFactor,
  ]);

export const personOf = ({ issuer, subject }: Reader): string => JSON.stringify([issuer, subject]);

/** Does some label of the record, before or after, name persons (TLP:RED)? */
export const namesPersons = ({ before, after }: FeedEvent): boolean =>
  [before, after].some((side) => side !== null && /\bRECIPIENTS\b|\bTLP:RED\b/.test(side.marking));
