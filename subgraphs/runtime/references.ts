import { isRecordId } from '../../schema/id.ts';
import type { Reading, RecordObject } from './Reading.ts';

/** All that is known of a record of another nation, or of the alliance. */
export interface Stub {
  readonly __typename: string;
  readonly id: string;
}
export interface NationStub {
  readonly __typename: 'Nation';
  readonly code: string;
}
type Source = Readonly<Record<string, unknown>>;

const nation = (code: string): NationStub => ({ __typename: 'Nation', code });

/** The nation that keeps the record. */
export const keeper = (_source: Source, _args: unknown, reading: Reading): NationStub => nation(reading.nation);

/** The nations whose codes the field holds, in the order of codes. */
export const nations =
  (field: string) =>
  (source: Source): readonly NationStub[] | null => {
    const codes = source[field];
    return Array.isArray(codes) ? texts(codes).toSorted().map(nation) : null;
  };

/** What the field names: one of this nation is there only when it shows, what another nation holds is for the gateway to ask about. */
export const reference =
  (typeName: string, field: string) =>
  async (source: Source, _args: unknown, reading: Reading): Promise<RecordObject | Stub | null> => {
    const id = source[field];
    return typeof id === 'string' ? referred(typeName, id, reading) : null;
  };

/** As `reference`, for several, in the order of ids; what does not show is left out. */
export const references =
  (typeName: string, field: string) =>
  async (source: Source, _args: unknown, reading: Reading): Promise<readonly (RecordObject | Stub)[]> => {
    const ids = source[field];
    const found = (Array.isArray(ids) ? texts(ids) : []).toSorted().map((id) => referred(typeName, id, reading));
    return (await Promise.all(found)).filter((target) => target !== null);
  };

/** As `reference`, to a record that only the nation that names it can keep: another nation's is none. */
export const ownReference =
  (typeName: string, field: string) =>
  async (source: Source, _args: unknown, reading: Reading): Promise<RecordObject | null> => {
    const id = source[field];
    return typeof id === 'string' ? reading.record(typeName, id) : null;
  };

/** As `ownReference`, for several, in the order of ids. */
export const ownReferences =
  (typeName: string, field: string) =>
  async (source: Source, _args: unknown, reading: Reading): Promise<readonly RecordObject[]> => {
    const ids = source[field];
    const found = (Array.isArray(ids) ? texts(ids) : []).toSorted().map((id) => reading.record(typeName, id));
    return (await Promise.all(found)).filter((target) => target !== null);
  };

async function referred(typeName: string, id: string, reading: Reading): Promise<RecordObject | Stub | null> {
  if (reading.owns(id)) return reading.record(typeName, id);
  return isRecordId(id) ? { __typename: typeName, id } : null;
}

/** Lists of a nation are that nation's to answer. */
export const ownNation = ({ code }: { code: string }, reading: Reading): NationStub | null =>
  code === reading.nation ? nation(code) : null;

interface Representation {
  readonly id: string;
}

/** Entities of this nation alone. */
export const ownEntity =
  (typeName: string) =>
  async ({ id }: Representation, reading: Reading) =>
    reading.record(typeName, id);

/**
 * Entities of which other nations hold a part: for a record of another nation a stub, on which the gathered lists of
 * this nation answer and nothing else does.
 */
export const sharedEntity =
  (typeName: string) =>
  async ({ id }: Representation, reading: Reading) =>
    referred(typeName, id, reading);

/** A record of the alliance, which holds it itself. */
export const central =
  (typeName: string, field: string) =>
  (source: Source): Stub | null => {
    const id = source[field];
    return typeof id === 'string' ? { __typename: typeName, id } : null;
  };

export const centrals =
  (typeName: string, field: string) =>
  (source: Source): readonly Stub[] | null => {
    const ids = source[field];
    return Array.isArray(ids)
      ? texts(ids)
          .toSorted()
          .map((id) => ({ __typename: typeName, id }))
      : null;
  };

const texts = (values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string');
