import type { Ledger } from './Ledger.ts';
import type { ShownIncident } from './readShown.ts';
import type { Stored } from './readStored.ts';

/** What writers were told, and what is there at the end. */
export interface Evidence {
  readonly ledger: Ledger;
  /** By nation. */
  readonly stored: ReadonlyMap<string, Stored>;
  /** What the graph shows, by id. */
  readonly shown: ReadonlyMap<string, ShownIncident>;
}

export interface Problem {
  readonly kind: 'lost' | 'half-written' | 'duplicate' | 'odd';
  readonly what: string;
}

export const lost = (what: string): Problem => ({ kind: 'lost', what: `${what}: was acknowledged and is lost` });
