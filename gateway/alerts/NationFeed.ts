import { setTimeout as sleep } from 'node:timers/promises';
import { formatEventPosition, parseEventPosition } from '../../schema/feed/EventPosition.ts';
import { momentOf, parseFeedEvent, type FeedEvent } from '../../schema/feed/FeedEvent.ts';
import { retention } from '../../schema/feed/retention.ts';
import { nationOf } from '../../schema/id.ts';
import type { OpenFeed } from '../nations/openFeed.ts';
import type { StreamedEvent } from '../nations/readEventStream.ts';

export interface NationFeedOptions {
  readonly nation: string;
  readonly open: OpenFeed;
  readonly clock: () => number;
  /** Told of events that no nation should send, which go no further. */
  readonly alarm: (problem: string) => void;
  /** Told of every end of the stream that was not asked for. */
  readonly log: (problem: string) => void;
  /** How many events are kept for readers who resume, and how many characters of them at most. */
  readonly kept?: number;
  readonly keptCharacters?: number;
}

type Listener = (event: FeedEvent) => void;

/** Of one nation, of which there are many: of events as they mostly are, the first counts. */
const most = { kept: 1_000, characters: 4_000_000 };
/** Milliseconds. */
const wait = { first: 100, longest: 5_000 };
/** How far ahead a nation's clock may be. */
const tolerance = 5_000;
/** How far behind; a stream that begins at a time begins that much earlier, rather than miss anything. */
export const clockSkew = 1_000;

/**
 * The one stream of events from a nation, however many readers there are. It goes on from the last event after whatever
 * breaks it: none is lost, none comes twice.
 */
export class NationFeed {
  readonly #options: NationFeedOptions;
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #recent: { readonly event: FeedEvent; readonly characters: number }[] = [];
  /** Of the recent events. */
  #characters = 0;
  /** Just before the first of the recent events; null: the nation was never reached. */
  #base: string | null = null;
  #running: Promise<void> | null = null;
  readonly #reached = Promise.withResolvers<void>();

  constructor(options: NationFeedOptions) {
    this.#options = options;
  }

  get nation(): string {
    return this.#options.nation;
  }

  /** Opens the stream, if it is not open yet. Resolves when the nation was reached once, or when the feed is stopped. */
  async start(): Promise<void> {
    this.#running ??= this.#run();
    await this.#reached.promise;
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What has come after a position; null: that was too long ago, it must be read from the nation, up to `base`. */
  recentAfter(position: string): readonly FeedEvent[] | null {
    if (this.#base === null || position < this.#base) return null;
    return this.#recent.flatMap(({ event }) => (event.position > position ? [event] : []));
  }

  get base(): string | null {
    return this.#base;
  }

  /** The position of the last event that came; null: the nation was never reached. */
  get end(): string | null {
    return this.#recent.at(-1)?.event.position ?? this.#base;
  }

  /** Events of the past, from the nation itself. */
  async *past(after: string, until: string, signal: AbortSignal): AsyncGenerator<FeedEvent> {
    let last = after;
    for await (const streamed of this.#options.open(this.#options.nation, { after, until }, signal)) {
      const event = this.#eventIn(streamed, last);
      if (event === null) continue;
      last = event.position;
      yield event;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#reached.resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const started = this.#options.clock();
    let pause = wait.first;
    let isFirst = true;
    while (!signal.aborted) {
      const since = this.#since(isFirst ? null : boundAt(started - clockSkew));
      isFirst = false;
      try {
        for await (const streamed of this.#options.open(this.#options.nation, { after: since, until: null }, signal)) {
          pause = wait.first;
          this.#take(streamed);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#options.log(error instanceof Error ? error.message : String(error));
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(pause * 2, wait.longest);
    }
  }

  /** Behind the last event, but no further back than nations keep events: no stream is older. */
  #since(started: string | null): string | null {
    const since = this.end ?? started;
    const oldest = boundAt(this.#options.clock() - retention.cursors);
    return since !== null && since < oldest ? oldest : since;
  }

  #take(streamed: StreamedEvent): void {
    if (streamed.name === 'begin') {
      if (parseEventPosition(streamed.id) === null) throw new Error('a stream that begins nowhere');
      this.#base ??= streamed.id;
      this.#reached.resolve();
      return;
    }
    const event = this.#eventIn(streamed, this.end ?? '');
    if (event === null) return;
    this.#remember(event, streamed.data.length);
    for (const listener of this.#listeners) listener(event);
  }

  #remember(event: FeedEvent, characters: number): void {
    const { kept = most.kept, keptCharacters = most.characters } = this.#options;
    this.#recent.push({ event, characters });
    this.#characters += characters;
    while (this.#recent.length > kept || this.#characters > keptCharacters) {
      const oldest = this.#recent.shift();
      if (!oldest) return;
      this.#characters -= oldest.characters;
      this.#base = oldest.event.position;
    }
  }

  #eventIn({ name, data }: StreamedEvent, last: string): FeedEvent | null {
    if (name !== 'message') return null;
    const event = parseFeedEvent(data);
    const problem = event ? this.#problemOf(event, last) : 'not an event';
    if (problem === null) return event;
    this.#options.alarm(problem);
    return null;
  }

  #problemOf(event: FeedEvent, last: string): string | null {
    if (nationOf(event.id) !== this.#options.nation) return 'an event of another nation';
    if (momentOf(event) > this.#options.clock() + tolerance) return 'an event that has not happened yet';
    return event.position > last ? null : 'an event out of order';
  }
}

/** Before everything that happened at that moment. */
export const boundAt = (at: number): string => formatEventPosition({ at: Math.max(0, at), turn: -1, id: '' });
