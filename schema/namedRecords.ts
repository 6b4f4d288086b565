/**
 * Beside a write the gateway tells the nation that carries it out, in the request's `extensions`, of the records of
 * others that the write names: what each is marked with and, where the contract asks for it (`@reference(with:)`), some
 * of its fields. Each was read from its owner and admitted for this writer; one that is not there does not exist for
 * them. Of its own records a nation knows all this itself.
 */
import { isRecord } from './isRecord.ts';
import { isRecordId } from './id.ts';

export interface WriteExtensions {
  /** Marking texts by record id. */
  readonly markings: Readonly<Record<string, string>>;
  /** Fields by record id; a reference is the id of a record. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** There is nothing more to be told: what the nation has asked for and is not among the markings is not there. */
  readonly complete?: true;
}

/** A record of another nation, or of the alliance, that a write names. */
export interface NamedRecord {
  readonly marking: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface NamedRecords {
  readonly byId: ReadonlyMap<string, NamedRecord>;
  readonly complete: boolean;
}

/** Total: what is no marking by a record's id is left out. */
export function parseNamedRecords(extensions: unknown): NamedRecords {
  const { markings, fields, complete }: Record<string, unknown> = isRecord(extensions) ? extensions : {};
  const fieldsOf = (id: string): Readonly<Record<string, unknown>> => {
    const own = isRecord(fields) ? fields[id] : undefined;
    return isRecord(own) ? own : {};
  };
  const byId = new Map(
    Object.entries(isRecord(markings) ? markings : {}).flatMap(([id, marking]) =>
      isRecordId(id) && typeof marking === 'string' ? [[id, { marking, fields: fieldsOf(id) }]] : [],
    ),
  );
  return { byId, complete: complete === true };
}
