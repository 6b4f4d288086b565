import type { LoggedAccess } from '../audit/AccessEntry.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import type { NationState } from '../nations/SubgraphPort.ts';
import type { RequestContext } from '../RequestContext.ts';

/** Where the central subgraph looks things up. */
export interface AllianceSources {
  readonly registry: () => Registry;
  readonly stateOf: (nation: string) => Promise<NationState>;
  readonly pseudonym: (reader: Reader, owner: string) => string;
  /** By the text of a label: may whoever asks read their own nation's records under it? */
  readonly mayReadOwn: (request: RequestContext) => (labelText: string) => boolean;
  /** The access log, newest first. */
  readonly accesses: () => AsyncIterable<LoggedAccess>;
}

/** One fetch sees one registry. */
export interface AllianceContext extends Omit<AllianceSources, 'registry'> {
  readonly registry: Registry;
  readonly request: RequestContext;
}
