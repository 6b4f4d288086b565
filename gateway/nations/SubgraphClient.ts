import type { Reader } from '../identity/Reader.ts';
import type { RequestContext } from '../RequestContext.ts';
import type { Read, SubgraphRequest, Unavailable, Unusable } from './SubgraphAnswer.ts';
import { SubgraphPort, type NationState, type SubgraphLimits } from './SubgraphPort.ts';

/** A request that a subgraph did not usably answer. `detail` may be in its own words. */
export interface SubgraphFailure {
  /** The nation, or the central body, that serves it. */
  readonly owner: string;
  readonly requestId: string;
  readonly unavailable: Unavailable;
  readonly detail: string;
}

export interface SubgraphClientOptions<Answer extends object> {
  /** The endpoint of each nation, or central body, that has one. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** Total: makes an answer, or what is wrong with it, of any bytes. */
  readonly read: (body: Uint8Array) => Read<Answer>;
  readonly passportFor: (reader: Reader, owner: string, now: number) => Promise<string>;
  /** Monotonic milliseconds, for the breakers. */
  readonly elapsed: () => number;
  readonly log: (failure: SubgraphFailure) => void;
  readonly limits?: Partial<SubgraphLimits>;
}

export interface SubgraphClient<Answer extends object> {
  /** Never rejects for what a subgraph does; rejects where no passport can be made. */
  readonly ask: (
    owner: string,
    request: SubgraphRequest,
    context: RequestContext,
    /** In place of the client's own. */
    read?: (body: Uint8Array) => Read<Answer>,
  ) => Promise<Answer | Unusable>;
  /** Looks at a subgraph without a reader. The answer may be a moment old. */
  readonly state: (owner: string) => Promise<NationState>;
  readonly stop: () => Promise<void>;
}

export function createSubgraphClient<Answer extends object>(
  options: SubgraphClientOptions<Answer>,
): SubgraphClient<Answer> {
  const { passportFor, elapsed, log, read, limits = {} } = options;
  const ports = new Map(
    [...options.endpoints].map(([owner, endpoint]) => [owner, new SubgraphPort<Answer>(endpoint, elapsed, limits)]),
  );

  const ask: SubgraphClient<Answer>['ask'] = async (owner, request, { reader, requestId, now, signal }, readOther) => {
    const port = ports.get(owner);
    if (!port) return { unavailable: 'noEndpoint' };
    const passport = await passportFor(reader, owner, now);
    const headers = { authorization: `Bearer ${passport}`, 'x-request-id': requestId };
    const { answer, detail = '' } = await port.ask(request, headers, signal, readOther ?? read);
    if ('unavailable' in answer) log({ owner, requestId, unavailable: answer.unavailable, detail });
    return answer;
  };

  return {
    ask,
    state: async (owner) => (await ports.get(owner)?.state()) ?? 'DOWN',
    stop: async () => {
      await Promise.all([...ports.values()].map((port) => port.stop()));
    },
  };
}
