import type { EventPosition } from '../../../schema/feed/EventPosition.ts';
import type { FeedEvent } from '../../../schema/feed/FeedEvent.ts';
import type { RecordStore } from '../../../subgraphs/runtime/RecordStore.ts';
import type { Store } from '../../../subgraphs/runtime/Store.ts';
import type { Scene } from '../Scene.ts';

/** One nation's store, both sides of it, and what it tells of its writes. */
export interface OutboxStore {
  readonly store: Store;
  readonly records: RecordStore;
  /** Announces the labels that have given way to others by now. */
  announceDue(): Promise<void>;
  /** What happened after a position. */
  after(position: EventPosition): Promise<readonly FeedEvent[]>;
  /** A position after everything that has happened. */
  end(): Promise<EventPosition>;
}

export interface OutboxSetting {
  readonly nation: string;
  readonly scene: Scene;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Told after each write. */
  readonly committed: () => void;
}

/** Empty stores of a kind, one for each name: it takes the place of what had that name before. */
export interface OutboxStores {
  open(name: string, setting: OutboxSetting): Promise<OutboxStore>;
  close(): Promise<void>;
}

export const outboxKinds = ['model', 'sql'] as const;
export type OutboxKind = (typeof outboxKinds)[number];
