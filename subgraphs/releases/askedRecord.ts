import { releasable, type Releasable } from './releasable.ts';

/** The record that a request is about, with what its owner releases of such. */
export interface AskedRecord extends Releasable {
  readonly as: string;
  readonly id: string;
}

/** By the one of these fields that names a record; null where it is not exactly one. */
export function askedRecord(fields: Readonly<Record<string, unknown>>): AskedRecord | null {
  const named = Object.entries(releasable).flatMap(([as, one]): readonly AskedRecord[] => {
    const id = fields[as];
    return typeof id === 'string' ? [{ as, id, ...one }] : [];
  });
  const [asked = null, ...others] = named;
  return others.length === 0 ? asked : null;
}
