import { setTimeout as sleep } from 'node:timers/promises';
import { momentOf, type FeedEvent } from '../../schema/feed/FeedEvent.ts';
import { nationOf } from '../../schema/id.ts';
import { cursorText, placeIn, type AlertCursor } from './AlertCursor.ts';
import type { AlertFacts, AlertFrame } from './alertFrame.ts';
import { AlertQueue } from './AlertQueue.ts';
import type { DueAlert } from './decideAlert.ts';
import { boundAt, type NationFeed } from './NationFeed.ts';

export interface AlertStreamOptions {
  /** By nation. */
  readonly feeds: ReadonlyMap<string, NationFeed>;
  readonly cursor: AlertCursor;
  /** Does the reader resume, or begin now? */
  readonly resumes: boolean;
  /** Epoch milliseconds, by the gateway's clock. */
  readonly opened: number;
  /** What an event is for the reader at this moment. */
  readonly decide: (event: FeedEvent) => DueAlert | null;
  /** Null: the reader gets nothing. Rejects when it cannot be found out now. */
  readonly answer: (event: FeedEvent, due: DueAlert) => Promise<AlertAnswer | null>;
  readonly seal: (text: string) => string;
  /** Resolves when the reader has taken all that was sent. */
  readonly taken: () => Promise<void>;
  /** Milliseconds that a reader may leave alerts lying. Whoever does is sent away, and resumes. */
  readonly patience: number;
  /** Told why the stream ended before its time, and what keeps an alert waiting for long. */
  readonly log: (problem: string) => void;
}

/** An alert but for what is known only when it leaves. */
export type AlertAnswer = (facts: AlertFacts) => AlertFrame;

interface Waiting {
  readonly event: FeedEvent;
  /** That came while the events of other nations went on. */
  readonly late: { readonly answer: AlertAnswer | null; readonly at: number } | null;
}

/** Waits behind everything that happened before the stream was opened. */
const caughtUp = 'caught up';

/** Alerts that may wait for one reader. What more there is stays where it is, and is read again when there is room. */
const mostWaiting = 256;

/** Milliseconds before an event that could not be answered is tried again, the last again and again. */
const pauses = [100, 400, 1_500, 3_000];
const tooMuch = 'too much waits for a nation that does not answer';
/** Milliseconds for which an answer that came late may wait. */
const fresh = 1_000;

/**
 * The alerts of one reader. What waits are pointers: an event is answered when the reader can take it, as the record is
 * then, so that nothing recalled lies in a queue. A nation that does not answer holds up its own alerts only: what others
 * tell of its records comes out of turn, and not at all where the stream ends before.
 */
export class AlertStream {
  readonly #options: AlertStreamOptions;
  readonly #queue = new AlertQueue<Waiting | typeof caughtUp>(mostWaiting);
  /** Of the cursors. */
  #start: number;
  /** Nations whose past is still being read. */
  readonly #behind: Set<string>;
  readonly #delivered: Map<string, string>;
  /** By nation that does not answer: its events since then. */
  readonly #held = new Map<string, FeedEvent[]>();
  /** Of records of other nations than the one that tells of it, and waiting for those. */
  readonly #apart = new Set<FeedEvent>();
  readonly #ended = new AbortController();
  /** Resolves when the stream has ended. */
  readonly #over = new Promise<void>((resolve) => {
    this.#ended.signal.addEventListener('abort', () => resolve());
  });
  readonly #leave = new Set<() => void>();

  constructor(options: AlertStreamOptions) {
    this.#options = options;
    this.#delivered = new Map(options.cursor.delivered);
    this.#start = options.cursor.start;
    this.#behind = new Set(options.resumes ? options.feeds.keys() : []);
    for (const [nation, feed] of options.feeds) this.#follow(nation, feed);
  }

  /** Frees everything, whether or not somebody still listens. */
  end(): void {
    this.#ended.abort();
    this.#queue.end();
    for (const leave of this.#leave) leave();
    this.#leave.clear();
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  async *frames(): AsyncGenerator<AlertFrame, void, undefined> {
    try {
      for (;;) {
        const waiting = await this.#queue.next();
        if (waiting === null) return;
        if (waiting === caughtUp) {
          if (this.#held.size === 0) this.#start = this.#options.opened;
          continue;
        }
        if (this.#isHeld(waiting)) continue;
        await this.#taken();
        const frame = await this.#frameOf(waiting);
        if (this.signal.aborted) return;
        if (frame) yield frame;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.end();
    }
  }

  #isHeld({ event }: Waiting): boolean {
    const held = this.#held.get(ownerOf(event));
    if (held && held.push(event) > mostWaiting) throw new Error(tooMuch);
    return held !== undefined;
  }

  async #frameOf({ event, late }: Waiting): Promise<AlertFrame | null> {
    const { decide, answer } = this.#options;
    const due = decide(event);
    if (due === null || this.signal.aborted) return null;
    const isFresh = late !== null && performance.now() - late.at < fresh;
    try {
      const found = isFresh ? late.answer : await answer(event, due);
      return found && this.#deliver(event, due, found);
    } catch {
      if (nationOf(due.record) === ownerOf(event)) this.#held.set(ownerOf(event), []);
      else if (this.#apart.add(event).size > mostWaiting) throw new Error(tooMuch);
      this.#tryAgain(event).catch((error: unknown) => this.#fail(error));
      return null;
    }
  }

  /** The cursor is of this alert, those before it and those that overtook it. */
  #deliver(event: FeedEvent, due: DueAlert, answer: AlertAnswer): AlertFrame {
    const last = this.#delivered.get(ownerOf(event)) ?? '';
    if (event.position > last) this.#delivered.set(ownerOf(event), event.position);
    const sealed = this.#options.seal(cursorText({ start: this.#start, delivered: this.#delivered }));
    return answer({ cursor: sealed, kind: due.moment.kind, at: momentOf(event) });
  }

  async #tryAgain(event: FeedEvent): Promise<void> {
    const { decide, answer } = this.#options;
    for (let tries = 0; ; tries += 1) {
      await sleep(pauses[tries] ?? pauses.at(-1), undefined, { signal: this.signal });
      const due = decide(event);
      try {
        const found = due && (await answer(event, due));
        const late = { answer: found, at: performance.now() };
        this.#queue.putBack([{ event, late }, ...this.#heldBy(event).map((other) => ({ event: other, late: null }))]);
        return;
      } catch (error) {
        if (tries === pauses.length - 1) this.#options.log(wordsOf(error));
      }
    }
  }

  /** What waited for this event, which waits no longer. */
  #heldBy(event: FeedEvent): readonly FeedEvent[] {
    if (this.#apart.delete(event)) return [];
    const held = this.#held.get(ownerOf(event)) ?? [];
    this.#held.delete(ownerOf(event));
    return held;
  }

  #fail(error: unknown): void {
    if (this.signal.aborted) return;
    this.#options.log(wordsOf(error));
    this.end();
  }

  async #taken(): Promise<void> {
    const { taken, patience, log } = this.#options;
    const late = setTimeout(() => {
      log('a reader takes nothing');
      this.end();
    }, patience);
    await Promise.race([taken(), this.#over]);
    clearTimeout(late);
  }

  #follow(nation: string, feed: NationFeed): void {
    const { cursor, resumes } = this.#options;
    if (resumes) this.#catchUp(feed, placeIn(cursor, nation));
    else this.#listen(feed, feed.end);
  }

  #listen(feed: NationFeed, from: string | null): void {
    if (this.signal.aborted) return;
    let last = from;
    const leave = feed.listen((event) => {
      if (this.#options.decide(event) === null || this.#queue.push({ event, late: null })) last = event.position;
      else {
        leave();
        this.#leave.delete(leave);
        this.#catchUp(feed, last ?? boundAt(momentOf(event)));
      }
    });
    this.#leave.add(leave);
    if (this.#behind.delete(feed.nation) && this.#behind.size === 0) this.#queue.append(caughtUp);
  }

  #catchUp(feed: NationFeed, from: string): void {
    this.#readFrom(feed, from).catch((error: unknown) => this.#fail(error));
  }

  /** As fast as the reader takes it, until there is nothing that the feed has not told yet. */
  async #readFrom(feed: NationFeed, from: string): Promise<void> {
    await feed.start();
    let last = from;
    const take = async (event: FeedEvent): Promise<void> => {
      if (this.#options.decide(event) !== null)
        while (!this.signal.aborted && !this.#queue.push({ event, late: null })) await this.#queue.room();
      last = event.position;
    };
    while (!this.signal.aborted) {
      const recent = feed.recentAfter(last);
      const { base } = feed;
      if (recent?.length === 0 || base === null) return this.#listen(feed, last);
      // What is too old for the feed's memory is read from the nation.
      if (recent) for (const event of recent) await take(event);
      else for await (const event of feed.past(last, base, this.signal)) await take(event);
      if (last < base) last = base;
    }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const ownerOf = ({ id }: FeedEvent): string => nationOf(id) ?? '';
