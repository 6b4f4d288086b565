/**
 * Beside a write the gateway tells the nation that carries it out, in the request's `extensions`, what the records of
 * others that the write names are marked with. Each was read from its owner and admitted for this writer; one that is not
 * there does not exist for them. Of its own records a nation knows the label itself.
 */
import { isRecord } from './isRecord.ts';
import { isRecordId } from './id.ts';

export interface WriteExtensions {
  /** Marking texts by record id. */
  readonly markings: Readonly<Record<string, string>>;
}

/** Total: what is no marking by a record's id is left out. */
export function parseNamedMarkings(extensions: unknown): ReadonlyMap<string, string> {
  const markings = isRecord(extensions) ? extensions['markings'] : undefined;
  return new Map(
    Object.entries(isRecord(markings) ? markings : {}).filter(
      (entry): entry is [string, string] => isRecordId(entry[0]) && typeof entry[1] === 'string',
    ),
  );
}
