import type { Reader } from './identity/Reader.ts';

/** What one request carries from its token to the log. It is Apollo's contextValue. */
export interface RequestContext {
  readonly reader: Reader;
  readonly requestId: string;
  /** Epoch milliseconds, read once: every decision of the request is made at this moment. */
  readonly now: number;
  /** Aborted when the reader goes away or the request's own deadline passes. */
  readonly signal: AbortSignal;
}
