import { LRUCache } from 'lru-cache';
import { personOf } from '../identity/personOf.ts';
import type { Reader } from '../identity/Reader.ts';
import { Admission } from './Admission.ts';
import { Shares } from './Shares.ts';
import type { Visit } from './Visit.ts';

/** Requests under way at once, most of which wait and cost memory alone; whoever has more is told to come back. */
export interface Capacity {
  readonly all: number;
  readonly nation: number;
  readonly reader: number;
  /** Milliseconds that a turn of the event loop should take at most. */
  readonly turn: number;
}

/** Who has how much of the capacity. */
export class Places {
  readonly #admission: Admission;
  readonly #all: Shares;
  readonly #nations: Shares;
  readonly #readers: Shares;
  /** By token, whose it was found to be: who has used up their share is told so before anything is verified. */
  readonly #known = new LRUCache<string, string>({
    maxSize: 4 * 1024 * 1024,
    sizeCalculation: (_, token) => token.length,
  });

  constructor({ all, nation, reader, turn }: Capacity) {
    this.#admission = new Admission(turn);
    this.#all = new Shares(all);
    this.#nations = new Shares(nation);
    this.#readers = new Shares(reader);
  }

  /** Whether there is room for whoever sends this token, verified or not. */
  enter(visit: Visit, token: string): boolean {
    const holder = this.#known.get(token) ?? token;
    const isFull = this.#all.isFull('') || this.#readers.isFull(holder);
    if (isFull || !this.#admission.admit(holder, this.#all.held(''))) return false;
    visit.hold(this.#all, '');
    return true;
  }

  /** Whether there is room for one more of this reader, who sent the token, and of their nation. */
  seat(visit: Visit, token: string, holder: Reader): boolean {
    const { nation } = holder;
    const known = this.#known.get(token);
    const reader = known ?? personOf(holder);
    if (known === undefined) this.#known.set(token, reader);
    if (this.#readers.isFull(reader) || this.#nations.isFull(nation)) return false;
    visit.hold(this.#readers, reader);
    visit.hold(this.#nations, nation);
    return true;
  }
}
