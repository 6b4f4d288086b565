import type { ApolloGateway } from '@apollo/gateway';
import type { Marking } from '../../schema/label/label.ts';
import type { CentralSubgraph } from '../alliance/CentralSubgraph.ts';
import type { Access } from '../audit/AccessEntry.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import type { NationAnswer } from '../nations/NationAnswer.ts';
import type { SubgraphRequest } from '../nations/SubgraphAnswer.ts';
import type { RequestContext } from '../RequestContext.ts';
import type { Admission } from './admit.ts';
import type { CursorSeal } from './cursor.ts';

/** Of what Apollo Server hands to its gateway, parsed and validated, the part that is used; and what it takes back. */
export type GatewayRequest = Pick<
  Parameters<ApolloGateway['executor']>[0],
  'document' | 'operation' | 'operationName' | 'queryHash' | 'request' | 'context'
> & {
  /** Root fields of the data may be `Spliced`. */
  readonly takesBytes?: boolean;
};
export type GatewayAnswer = Awaited<ReturnType<ApolloGateway['executor']>>;

/** What an operation is run with, beside the contract and its own request. */
export interface GatewayParts {
  /** Names of the subgraphs that every nation serves for its own records; the others are central. */
  readonly nationalDomains: readonly string[];
  readonly registry: () => Registry;
  readonly ask: (nation: string, request: SubgraphRequest, context: RequestContext) => Promise<NationAnswer>;
  readonly central: ReadonlyMap<string, CentralSubgraph>;
  readonly pseudonym: (reader: Reader, owner: string) => string;
  /** The one way out: logs what the answer shows, then hands the answer back. */
  readonly release: (answer: GatewayAnswer, context: RequestContext, access: Access) => Promise<GatewayAnswer>;
  /** Tests only: `permit` leaves the decisions on records and portions to the nations. */
  readonly lock?: 'enforce' | 'permit';
  /** Told of every row that a nation got wrong, as far as rows are reached. */
  readonly alarm?: Admission['alarm'];
  readonly seal: CursorSeal;
  readonly readMarking: (text: string) => Marking | null;
}
