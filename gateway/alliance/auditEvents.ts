import { createHash } from 'node:crypto';
import { formatPosition, parsePosition, timeKey } from '../../schema/position.ts';
import type { AccessOutcome, LoggedAccess } from '../audit/AccessEntry.ts';
import { CodedError } from '../errors.ts';
import type { AllianceContext } from './AllianceContext.ts';

interface AuditFilter {
  readonly at?: { readonly from?: string | null; readonly to?: string | null } | null;
  readonly readerNation?: string | null;
  readonly outcome?: AccessOutcome | null;
  readonly recordId?: string | null;
}

interface AuditEvent {
  readonly id: string;
  readonly key: string;
  readonly marking: string;
  readonly at: string;
  readonly readerNation: string;
  readonly readerPseudonym: string;
  readonly operationHash: string;
  readonly recordId: string;
  readonly field: null;
  readonly outcome: AccessOutcome;
  readonly policyVersion: string;
}

/**
 * Who read the records of the reader's own nation: a page of (time, latest first; id). That a record was read is as
 * hidden from an officer as the record, by the label that it had then.
 */
export async function auditEvents(
  _root: unknown,
  { where, first, after }: { where: AuditFilter; first: number; after?: string | null },
  { request, accesses, mayReadOwn }: AllianceContext,
) {
  const start = after ? parsePosition(after) : null;
  if (after && !start) throw new CodedError('BAD_USER_INPUT', {}, '`after` is not a cursor of this list');
  const matches = matcher(where);
  const page: AuditEvent[] = [];
  for await (const event of eventsAbout(request.reader.nation, accesses(), mayReadOwn(request))) {
    if (start && !(event.key < start.key || (event.key === start.key && event.id > start.id))) continue;
    if (matches(event) && page.push(event) > first) break;
  }
  const edges = page.slice(0, first).map((node) => ({ cursor: formatPosition(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.length > first,
      hasPreviousPage: start !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Accesses come newest first; those of one moment are put in the order of their ids. */
async function* eventsAbout(
  owner: string,
  accesses: AsyncIterable<LoggedAccess>,
  mayRead: (label: string) => boolean,
): AsyncGenerator<AuditEvent> {
  let moment: AuditEvent[] = [];
  for await (const access of accesses) {
    const events = eventsOf(owner, access, mayRead);
    if (events.length === 0) continue;
    if (moment[0]?.key !== events[0]?.key) {
      yield* moment.sort(byId);
      moment = [];
    }
    moment.push(...events);
  }
  yield* moment.sort(byId);
}

function eventsOf(owner: string, access: LoggedAccess, mayRead: (label: string) => boolean): readonly AuditEvent[] {
  const seen = Object.hasOwn(access.owners, owner) ? access.owners[owner] : undefined;
  if (!seen) return [];
  const { readerNation, operationHash, outcome, policyVersion, requestId } = access;
  const at = new Date(access.at).toISOString();
  const marking = `NR REL TO ${owner} ORIGINATOR ${owner} CREATED ${at.slice(0, 10)}`;
  const readable = Object.entries(seen.records).filter(([label]) => mayRead(label));
  return readable
    .flatMap(([, ids]) => ids)
    .map((recordId) => ({
      id: `ALLIANCE:x:${createHash('sha256').update(`${requestId} ${recordId}`).digest('hex').slice(0, 32)}`,
      key: timeKey(access.at),
      marking,
      at,
      readerNation,
      readerPseudonym: seen.pseudonym,
      operationHash,
      recordId,
      field: null,
      outcome,
      policyVersion,
    }));
}

function matcher({ at, readerNation, outcome, recordId }: AuditFilter): (event: AuditEvent) => boolean {
  const from = at?.from ? timeOf(at.from) : -Infinity;
  const to = at?.to ? timeOf(at.to) : Infinity;
  return (event) => {
    const time = Date.parse(event.at);
    return (
      time >= from &&
      time < to &&
      (!readerNation || event.readerNation === readerNation) &&
      (!outcome || event.outcome === outcome) &&
      (!recordId || event.recordId === recordId)
    );
  };
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new CodedError('BAD_USER_INPUT', {}, `\`${text}\` is not a date and time`);
  return time;
}

const byId = (a: AuditEvent, b: AuditEvent): number => (a.id < b.id ? -1 : 1);
