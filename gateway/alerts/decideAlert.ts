import type { FeedEvent, FeedSide } from '../../schema/feed/FeedEvent.ts';
import { nationOf } from '../../schema/id.ts';
import type { AlertMoment, AlertRule } from '../contract/AlertRule.ts';
import type { RecordDecision } from '../federation/Decisions.ts';

/** May the reader have a record of this owner and type with this marking? Null: unreadable, so there is no such record. */
export type Decide = (owner: string, typeName: string, marking: string) => RecordDecision | null;

/** An alert that a reader is due, for the record with this id. */
export interface DueAlert {
  readonly moment: AlertMoment;
  readonly record: string;
}

/**
 * What an event is for one reader, by what they may see now of the record as it was and as it is: an alert, or null,
 * and then it must not be noticed at all. Total and pure. Of a record that is hidden before, whatever it was, nothing
 * counts but that it now shows.
 */
export function decideAlert(event: FeedEvent, rule: AlertRule, decide: Decide): DueAlert | null {
  const owner = nationOf(event.id);
  if (owner === null) return null;
  const [before, after] = [event.before, event.after].map((side) => seenOf(side, owner, event.topic, decide));
  if (!after) return null;
  const last = rule.moments.findLast((moment) => holds(moment, event, rule, before ?? null, after));
  if (!last) return null;
  const record = event.topic === rule.topic ? event.id : event.names[last.field ?? ''];
  return record === undefined ? null : { moment: last, record };
}

function holds(
  { when, field, type }: AlertMoment,
  { topic, change, fields }: FeedEvent,
  rule: AlertRule,
  before: Seen | null,
  after: Seen,
): boolean {
  if (type !== null) {
    // As good as new is one that now shows, or now is of another record: while it was of a hidden one, it did not show.
    const isNew = before === null || (field !== null && fields.includes(field) && after.has(field));
    return when === 'INSERTED' && topic === type && isNew;
  }
  if (topic !== rule.topic) return false;
  switch (when) {
    case 'INSERTED':
      return before === null && change === 'inserted';
    case 'RELEASED':
      return before === null && change !== 'inserted';
    case 'UPDATED':
      if (before === null) return false;
      return field === null
        ? fields.some((name) => before.has(name) || after.has(name))
        : fields.includes(field) && after.has(field);
  }
}

/** The recorded ones among the changed fields of a record that the reader may see. */
type Seen = ReadonlySet<string>;

function seenOf(side: FeedSide | null, owner: string, topic: string, decide: Decide): Seen | null {
  const decision = side && decide(owner, topic, side.marking);
  if (side === null || decision?.effect !== 'permit') return null;
  return new Set(side.recorded.filter((field) => !decision.admitted.hidden.has(field)));
}
