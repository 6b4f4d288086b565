import type { Lock } from '../../subgraphs/runtime/Sight.ts';
import type { Stores } from '../support/oracle/prune.ts';
import type { Operation, ReaderClaims } from './LeakCase.ts';
import type { Told } from './prunedFor.ts';
import type { Scene } from './Scene.ts';

/**
 * Alliances stand side by side: one over the full stores, two over stores pruned for a reader, and two more over what
 * is there after writes, pruned for another.
 */
export type Place = 'full' | 'strong' | 'present' | 'strong later' | 'present later';

/** Who decides on records and portions. */
export interface Locks {
  readonly gateway: Lock;
  readonly nation: Lock;
}

/** An answer as it would go over the wire, without the moment and the name of the request. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What left the gateway beside an answer: to a nation, by its code, or into a log. */
export interface Departed {
  readonly to: string;
  readonly text: string;
}

export interface Asked extends WireAnswer {
  readonly departed: readonly Departed[];
}

/** A gateway with its nations. */
export interface System {
  ask(reader: ReaderClaims, operation: Operation): Promise<Asked>;
}

/** Stores that hold their records, for as long as nothing else is loaded in their place. */
export interface Loaded {
  system(locks: Locks, down: readonly string[]): System;
  /** What is there now, whatever has been written. */
  held(): Promise<Stores>;
  /** As it was loaded: nothing has been written yet. */
  restart(): Promise<void>;
}

/** Somewhere alliances can be set up. */
export interface Bench {
  /** `told`: what the alliance itself tells of; benches over sockets tell of the whole registry. */
  load(place: Place, scene: Scene, stores: Stores, told: Told): Promise<Loaded>;
  stop(): Promise<void>;
}
