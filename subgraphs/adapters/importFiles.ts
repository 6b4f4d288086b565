import { basename } from 'node:path';
import type { AttackMapping, ImportFormat } from './ImportFormat.ts';
import { importOutcomes, largestBatch } from './importMessages.ts';
import type { ImportOutcome, ImportRequest, ImportResult } from './importMessages.ts';
import type { Original } from './readOriginals.ts';

/** Enough for the largest VERIS records by the dozen, far below what a nation takes at once. */
const batchCharacters = 1_000_000;

export interface ImportSummary {
  readonly read: number;
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejections: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  /** Values that no field could take; they remain in the source of the record. */
  readonly notes: readonly { readonly file: string; readonly line: number; readonly note: string }[];
  /** Why the import ended before the last file; null when it did not. */
  readonly stopped: string | null;
}

export interface ImportFilesDeps {
  readonly format: ImportFormat;
  readonly attackMapping: AttackMapping | null;
  /** The nation's results in order, or why there are none. */
  readonly send: (records: ImportRequest['records']) => Promise<readonly ImportResult[] | { readonly problem: string }>;
  readonly progress: (line: string) => void;
}

/** Sends the originals of some files in batches and adds up what became of them. */
export async function importFiles(
  files: ReadonlyMap<string, readonly Original[]>,
  deps: ImportFilesDeps,
): Promise<ImportSummary> {
  const results: ImportResult[] = [];
  const read = [...files.values()].reduce((sum, originals) => sum + originals.length, 0);
  const seen = new Map<string, Original>();
  for (const [file, originals] of files) {
    if (originals.length === 0) deps.progress(`${basename(file)}: empty`);
    const { fit, unfit } = sortOut(originals, deps.format, seen);
    results.push(...unfit);
    let sent = 0;
    for (const batch of batches(fit)) {
      const answer = await deps.send(batch.map((original) => toSend(original, deps)));
      if ('problem' in answer) return summary(results, read, answer.problem);
      results.push(...answer);
      sent += batch.length;
      deps.progress(`${basename(file)}: ${sent} of ${fit.length}`);
    }
  }
  return summary(results, read, null);
}

/** Originals that can be sent, and results for those that cannot: unreadable, too large, or met before in this run. */
function sortOut(originals: readonly Original[], format: ImportFormat, seen: Map<string, Original>) {
  const fit: Original[] = [];
  const unfit: ImportResult[] = [];
  for (const original of originals) {
    const key = original.problem === null ? format.key(original.value) : null;
    const before = key === null ? undefined : seen.get(key);
    const reason = unfitness(original, before);
    if (reason !== null) unfit.push(outcomeOf(original, 'rejected', reason));
    else if (before !== undefined) unfit.push(outcomeOf(original, 'unchanged', null));
    else fit.push(original);
    if (key !== null && reason === null) seen.set(key, original);
  }
  return { fit, unfit };
}

function unfitness({ text, problem }: Original, before: Original | undefined): string | null {
  if (problem !== null) return problem;
  if (text.length > batchCharacters) return `longer than ${batchCharacters} characters`;
  if (before === undefined || before.text === text) return null;
  return `another original at ${before.file}:${before.line} bears the same id`;
}

const outcomeOf = ({ file, line }: Original, outcome: ImportOutcome, reason: string | null): ImportResult => ({
  file,
  line,
  outcome,
  id: null,
  reason,
  notes: [],
});

function* batches(originals: readonly Original[]): Generator<readonly Original[]> {
  let batch: Original[] = [];
  let characters = 0;
  for (const original of originals) {
    if (batch.length === largestBatch || (batch.length > 0 && characters + original.text.length > batchCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(original);
    characters += original.text.length;
  }
  if (batch.length > 0) yield batch;
}

function toSend(
  { file, line, text, value }: Original,
  { format, attackMapping }: ImportFilesDeps,
): ImportRequest['records'][number] {
  return { file, line, text, ...(attackMapping && { techniques: format.techniques(value, attackMapping) }) };
}

function summary(answered: readonly ImportResult[], read: number, stopped: string | null): ImportSummary {
  const results = [...Map.groupBy(answered, ({ file }) => file).values()].flatMap((ofFile) =>
    ofFile.toSorted((a, b) => a.line - b.line),
  );
  const counts = Object.fromEntries(
    importOutcomes.map((outcome) => [outcome, results.filter((result) => result.outcome === outcome).length]),
  ) as Record<ImportOutcome, number>;
  return {
    read,
    ...counts,
    rejections: results.flatMap(({ file, line, reason }) => (reason === null ? [] : [{ file, line, reason }])),
    notes: results.flatMap(({ file, line, notes }) => notes.map((note) => ({ file, line, note }))),
    stopped,
  };
}
