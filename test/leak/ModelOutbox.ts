import { formatEventPosition, type EventPosition } from '../../schema/feed/EventPosition.ts';
import type { FeedEvent, FeedSide } from '../../schema/feed/FeedEvent.ts';
import { unlabelled, type Label } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { labelText } from '../../schema/label/marking.ts';
import { parsedMarking } from '../../subgraphs/runtime/parsedMarking.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';
import { factsOf } from '../support/oracle/recordFacts.ts';

/** When something happened: epoch milliseconds, and what tells writes of one moment apart. */
interface Moment {
  readonly at: number;
  readonly turn: number;
}

/** What a nation's feed promises, said as plainly as possible, where everything is released. */
export class ModelOutbox {
  #events: readonly FeedEvent[] = [];
  #last: Moment = { at: 0, turn: 0 };

  /** A position after everything that has happened. */
  get end(): EventPosition {
    return { ...this.#last, id: '~' };
  }

  after(position: EventPosition): readonly FeedEvent[] {
    const text = formatEventPosition(position);
    return this.#events.filter((event) => event.position > text);
  }

  /** A write at this moment, over these records: it begins with the labels that gave way to others since the one before. */
  begin(now: number, held: readonly StoredRecord[]): ModelHappenings {
    const { at: last, turn } = this.#last;
    const at = Math.max(now, last);
    const happenings = new ModelHappenings({ at, turn: at === last ? turn + 1 : 0 });
    for (const record of held) happenings.announce(record, last);
    return happenings;
  }

  /** It happened. */
  keep({ events, end }: ModelHappenings): void {
    this.#events = [...this.#events, ...events].toSorted((one, other) => (one.position < other.position ? -1 : 1));
    this.#last = end;
  }
}

/** What happens in one write. */
export class ModelHappenings {
  readonly at: number;
  readonly events: FeedEvent[] = [];
  readonly #turn: number;
  readonly #turns = new Map<string, number>();

  constructor({ at, turn }: Moment) {
    this.at = at;
    this.#turn = turn;
  }

  get end(): Moment {
    return { at: this.at, turn: Math.max(this.#turn, ...this.#turns.values()) };
  }

  announce(record: StoredRecord, last: number): void {
    const gaveWay = (text: string | undefined): boolean => {
      const at = labelIn(text)?.succession?.at;
      return at !== undefined && Date.parse(at) > last && Date.parse(at) <= this.at;
    };
    const fields = Object.keys(record.portions).filter((field) => gaveWay(record.portions[field]));
    if (gaveWay(record.label)) fields.push('label');
    if (fields.length === 0) return;
    const side = (moment: number): FeedSide => ({ marking: markingAt(record, moment), recorded: fields });
    this.#add(record, 'updated', fields, side(last), side(this.at));
  }

  inserted(record: StoredRecord): void {
    this.#add(record, 'inserted', [], null, this.#side(record, []));
  }

  updated(earlier: StoredRecord, record: StoredRecord, changed: readonly string[]): void {
    const fields = changed.toSorted();
    this.#add(record, 'updated', fields, this.#side(earlier, fields), this.#side(record, fields));
  }

  removed(record: StoredRecord): void {
    this.#add(record, 'removed', [], this.#side(record, []), null);
  }

  #side(record: StoredRecord, fields: readonly string[]): FeedSide {
    const isRecorded = (field: string): boolean =>
      field === 'label' || (record[field] ?? null) !== null || record.portions[field] !== undefined;
    return { marking: markingAt(record, this.at), recorded: fields.filter(isRecorded) };
  }

  #add(
    record: StoredRecord,
    change: FeedEvent['change'],
    fields: readonly string[],
    before: FeedSide | null,
    after: FeedSide | null,
  ): void {
    const { id, __typename: topic } = record;
    const turn = (this.#turns.get(id) ?? this.#turn - 1) + 1;
    this.#turns.set(id, turn);
    const position = formatEventPosition({ at: this.at, turn, id });
    this.events.push({ position, topic, id, change, fields, before, after, names: after ? namesIn(record) : {} });
  }
}

/** The records that one shows with, by field. */
const namesIn = (record: StoredRecord): Record<string, string> =>
  Object.fromEntries(
    factsOf(record.__typename).needs.flatMap((field) => {
      const target = record[field];
      return typeof target === 'string' ? [[field, target]] : [];
    }),
  );

const markingAt = ({ label, portions }: StoredRecord, at: number): string =>
  [
    inForce(label, at),
    ...Object.entries(portions)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([field, text]) => (text === undefined ? [] : [`${field}: ${inForce(text, at)}`])),
  ].join(' | ');

/** The label that a text means at a moment, without the one that takes over later. */
function inForce(text: string, at: number): string {
  const label = labelIn(text);
  return label ? labelText({ ...labelAt(label, at), succession: null }) : unlabelled;
}

function labelIn(text: string | undefined): Label | null {
  const label = text === undefined ? undefined : parsedMarking(text)?.label;
  return label === undefined || label === unlabelled ? null : label;
}
