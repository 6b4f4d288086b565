import type { Domain } from './domain.ts';

/** What the names on labels mean. Total: an unknown name is nobody. */
export interface Directory {
  /** Every nation and organisation code, sorted. */
  readonly codes: readonly string[];
  /** The nations and organisations that a name stands for at a moment (epoch milliseconds), in a domain. */
  expand(name: string, domain: Domain, now: number): readonly string[];
}
