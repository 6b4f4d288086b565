import { dayOf } from '../../schema/label/dayOf.ts';
import { newRecordId } from '../../schema/id.ts';
import { labelText } from '../../schema/label/marking.ts';
import { unlabelled } from '../../schema/label/label.ts';
import { parseLabel } from '../../schema/label/parseMarking.ts';
import { RecordRefused } from '../errors.ts';
import type { RecordStore, Write, WriteResult } from '../runtime/RecordStore.ts';
import type { ImportFormat } from './ImportFormat.ts';
import type { ImportRequest, ImportResult } from './importMessages.ts';

export interface ImportDeps {
  readonly nation: string;
  readonly store: RecordStore;
  /** 16 random bytes, for new ids. */
  readonly random: () => Uint8Array;
  readonly now: number;
}

/**
 * Converts and writes one batch; each original is imported or rejected by itself. The original's own key finds the
 * record that it became before, so importing twice changes nothing, and a record that has a label keeps it.
 */
export async function importRecords(
  format: ImportFormat,
  formatName: string,
  request: ImportRequest,
  deps: ImportDeps,
): Promise<ImportResult[] | { readonly problem: string }> {
  const label = labelFor(request.label, deps);
  if (typeof label !== 'string') return label;
  const context = { format, formatName, label, seen: new Map<string, number>(), deps };
  const converted = request.records.map((original) => convert(original, context));
  const written = await putEach(
    deps.store,
    converted.flatMap((item) => ('write' in item ? [item.write] : [])),
  );
  const results = written.values();
  return converted.map(({ place, ...item }): ImportResult => {
    if ('rejected' in item) return rejection(place, item.rejected);
    const result = results.next().value;
    if (result === undefined) return rejection(place, 'not written');
    if ('refused' in result) return rejection(place, result.refused);
    const outcome = result.outcome === 'inserted' ? 'imported' : result.outcome;
    return { ...place, outcome, id: result.id, reason: null, notes: [...item.notes] };
  });
}

interface Place {
  readonly file: string;
  readonly line: number;
}

type Converted =
  | { readonly place: Place; readonly rejected: string }
  | { readonly place: Place; readonly write: Write; readonly notes: readonly string[] };

interface ConvertContext {
  readonly format: ImportFormat;
  readonly formatName: string;
  readonly label: string;
  /** Keys in this batch so far, with their lines. */
  readonly seen: Map<string, number>;
  readonly deps: ImportDeps;
}

function convert(original: ImportRequest['records'][number], context: ConvertContext): Converted {
  const { file, line, text, techniques = [] } = original;
  const { format, formatName, label, seen, deps } = context;
  const place = { file, line };
  const value = parseJson(text);
  if (value === undefined) return { place, rejected: 'not JSON' };
  const id = newRecordId(deps.nation, format.kind, deps.random);
  const conversion = format.convert(value, { id, label, now: deps.now, text, techniques });
  if ('rejected' in conversion) return { place, rejected: conversion.rejected };
  const { record, key, notes } = conversion;
  const before = seen.get(key);
  if (before !== undefined) return { place, rejected: `line ${before} of this batch bears the same id` };
  seen.set(key, line);
  return { place, write: { record, origin: { format: formatName, key }, keepLabel: true }, notes };
}

/** Canonical text of the operator's label, or what is wrong with it. */
function labelFor(text: string | null, { nation, now }: ImportDeps): string | { readonly problem: string } {
  if (text === null) return unlabelled;
  const label = parseLabel(text, { originator: nation, createdOn: dayOf(now) });
  return 'problem' in label ? { problem: `label \`${text}\`: ${label.problem}` } : labelText(label);
}

/** The store takes a batch whole or not at all; when it refuses one, each record is tried by itself. */
async function putEach(
  store: RecordStore,
  writes: readonly Write[],
): Promise<readonly (WriteResult | { readonly refused: string })[]> {
  if (writes.length === 0) return [];
  try {
    return await store.put(writes);
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    const [write] = writes;
    if (writes.length === 1 && write !== undefined) return [{ refused: error.message }];
  }
  const results: (WriteResult | { readonly refused: string })[] = [];
  for (const write of writes) results.push(...(await putEach(store, [write])));
  return results;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const rejection = (place: Place, reason: string): ImportResult => ({
  ...place,
  outcome: 'rejected',
  id: null,
  reason,
  notes: [],
});
