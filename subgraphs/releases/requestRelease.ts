import { WriteRefused } from '../errors.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import { askedRecord, type AskedRecord } from './askedRecord.ts';
import deadlines from './deadlines.json' with { type: 'json' };
import { expectAgreement } from './expectAgreement.ts';
import { forNation } from './forNation.ts';
import type { ReleaseRequestRecord } from './records.ts';
import { askedAs, type AskedAs, type ReleasableField } from './releasable.ts';

/** `RequestReleaseInput` of the contract, coerced. */
export interface RequestReleaseInput extends Readonly<Partial<Record<AskedAs, string | null>>> {
  readonly field: ReleasableField;
  readonly reason: string;
  readonly portions: readonly PortionLabelInput[];
  readonly clientReference?: string | null;
}

export async function requestRelease(writing: Writing, input: RequestReleaseInput): Promise<Written> {
  const id = await writing.once('ReleaseRequest', input.clientReference, () => ask(writing, input));
  return { request: ['ReleaseRequest', id] };
}

/** Asks for what the writer may not see, so nothing here depends on whether it is there. */
async function ask(writing: Writing, input: RequestReleaseInput): Promise<string> {
  const asked = askedFor(input);
  const path = ['input', asked.as];
  const record = await writing.source(asked.type, asked.id, path);
  if (writing.reading.owns(record.id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation needs no release of what is its own', path);
  }
  expectAgreement(writing, record, path);
  const unmarked: ReleaseRequestRecord = {
    __typename: 'ReleaseRequest',
    id: writing.newId('ReleaseRequest'),
    label: writing.raisedLabel('ReleaseRequest', forNation(record.owner), path, [record]),
    leastLabel: writing.leastLabel([record]),
    portions: {},
    [asked.as]: record.id,
    field: input.field,
    reason: titled(input.reason, ['input', 'reason']),
    status: 'OPEN',
    askedAt: writing.at,
    answerBy: new Date(writing.now + minutes(record.fields['severity']) * 60_000).toISOString(),
  };
  const request = writing.marked(unmarked, input.portions);
  await writing.put(request);
  return request.id;
}

function askedFor(input: RequestReleaseInput): AskedRecord {
  const asked = askedRecord({ ...input });
  if (asked === null) {
    throw new WriteRefused('INVALID', `names one record, as one of ${listed(askedAs)}`, ['input']);
  }
  if (asked.fields.includes(input.field)) return asked;
  const message = `\`${input.field}\` is no field of such a record: ask for one of ${listed(asked.fields)}`;
  throw new WriteRefused('INVALID', message, ['input', 'field']);
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function minutes(severity: unknown): number {
  const known = new Map<unknown, number>(Object.entries(deadlines.minutesBySeverity));
  return known.get(severity) ?? deadlines.minutesWithoutSeverity;
}
