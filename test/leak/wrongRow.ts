import { isRecord } from '../../schema/isRecord.ts';
import type { Reading, StoredRecord } from '../support/oracle/prune.ts';
import { readLabelText, type LabelFacts } from '../support/oracle/readMarking.ts';
import { factsOf } from '../support/oracle/recordFacts.ts';
import { rankOf, standsFor } from '../support/oracle/RegistryFacts.ts';

/** What operations always ask of a row that the gateway makes of two incidents. */
export const rowText = 'label { level releasableTo originators } recorded { id } indicator { id } incident { id }';

interface Row {
  readonly label: { readonly level: string; readonly releasableTo: readonly string[] | null };
  readonly parts: readonly string[];
}

/** The first row in an answer whose label is less strict than something that it was made from; undefined: there is none. */
export function wrongRow(
  body: string,
  records: ReadonlyMap<string, StoredRecord>,
  reading: Pick<Reading, 'registry' | 'at'>,
): string | undefined {
  if (!body.includes('"recorded":')) return undefined;
  const wrong = rowsIn(JSON.parse(body)).find(({ label, parts }) => {
    const found = parts.flatMap((id) => records.get(id) ?? []);
    const asked = found.flatMap(({ incident }) => records.get(String(incident)) ?? []);
    return [...found, ...asked.slice(0, 1)].some((record) => !isWithin(label, record, reading));
  });
  return wrong && `a row labelled ${JSON.stringify(wrong.label)}, made from ${wrong.parts.join()}`;
}

function rowsIn(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsIn);
  if (!isRecord(value)) return [];
  const { label, recorded, indicator, incident } = value;
  const parts = [recorded, indicator, incident].flatMap((part) => (isRecord(part) ? [String(part['id'])] : []));
  // A nation that went down meanwhile leaves a null.
  if (parts.length < 3 || !isRecord(label)) return Object.values(value).flatMap(rowsIn);
  return [{ label: label as Row['label'], parts }];
}

/** Its own label and, of an indicator, that of the value. */
function isWithin(
  { level, releasableTo }: Row['label'],
  record: StoredRecord,
  reading: Pick<Reading, 'registry' | 'at'>,
) {
  const { domain } = factsOf(record.__typename);
  const { pattern } = record.portions;
  return [record.label, ...(pattern === undefined ? [] : [pattern])].map(readLabelText).every((label) => {
    if (label === null) return level === 'CTS';
    const now = inForce(label, reading.at);
    const lets = (code: string): boolean =>
      now.releasedTo === null || now.releasedTo.some((name) => standsFor(name, code, { ...reading, domain }));
    return (
      rankOf(level) >= rankOf(now.level) && (releasableTo === null ? now.releasedTo === null : releasableTo.every(lets))
    );
  });
}

const inForce = (label: LabelFacts, at: number): LabelFacts =>
  label.successor !== null && at >= label.successor.at ? label.successor.label : label;
