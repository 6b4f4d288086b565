import type { DocumentNode, ExecutionResult } from 'graphql';
import type { ScanAnswer, ScannedAnswer } from '../federation/Spliced.ts';
import type { RequestContext } from '../RequestContext.ts';

/** A subgraph with one endpoint: it runs one fetch of the query plan, `_entities` included. */
export type CentralSubgraph = (
  request: {
    readonly document: DocumentNode;
    /** The text of `document`. */
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    /** As in `SubgraphRequest`; not for a subgraph in this process. */
    readonly representations?: string;
    /** For an answer that comes as bytes: may be tried on them before they are read. */
    readonly scan?: ScanAnswer;
  },
  context: RequestContext,
) => Promise<ExecutionResult | ScannedAnswer>;
