import type { FeedEvent } from '../../schema/feed/FeedEvent.ts';
import type { Marking } from '../../schema/label/label.ts';
import { namesPersons as markingNamesPersons } from '../../schema/label/namesPersons.ts';
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

/** Does some label of the record, before or after, name persons? What cannot be read is for nobody. */
export const namesPersons = ({ before, after }: FeedEvent, readMarking: (text: string) => Marking | null): boolean =>
  [before, after].some((side) => {
    const marking = side && readMarking(side.marking);
    return marking !== null && markingNamesPersons(marking);
  });
