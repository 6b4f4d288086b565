import type { Reader } from '../identity/Reader.ts';
import type { RequestContext } from '../RequestContext.ts';
import type { NationAnswer, NationRequest, Unavailable } from './NationAnswer.ts';
import { NationPort, type NationLimits, type NationState } from './NationPort.ts';

/** A request that a nation did not usably answer. `detail` may be in the nation's own words. */
export interface NationFailure {
  readonly nation: string;
  readonly requestId: string;
  readonly unavailable: Unavailable;
  readonly detail: string;
}

export interface NationClientOptions {
  /** The endpoint of each nation that has one. */
  readonly endpoints: ReadonlyMap<string, string>;
  readonly passportFor: (reader: Reader, nation: string, now: number) => Promise<string>;
  /** Monotonic milliseconds, for the breakers. */
  readonly elapsed: () => number;
  readonly log: (failure: NationFailure) => void;
  readonly limits?: Partial<NationLimits>;
}

export interface NationClient {
  /** Never rejects for what a nation does; rejects where no passport can be made. */
  readonly ask: (nation: string, request: NationRequest, context: RequestContext) => Promise<NationAnswer>;
  /** Looks at a nation without a reader. The answer may be a moment old. */
  readonly state: (nation: string) => Promise<NationState>;
  /** From now on these are the nations. Requests under way to others run to their end. */
  readonly replace: (endpoints: ReadonlyMap<string, string>) => void;
  readonly stop: () => Promise<void>;
}

export function createNationClient(options: NationClientOptions): NationClient {
  const { passportFor, elapsed, log, limits = {} } = options;
  let ports: ReadonlyMap<string, NationPort> = new Map();

  const replace = (endpoints: ReadonlyMap<string, string>): void => {
    const before = ports;
    ports = new Map(
      [...endpoints].map(([nation, endpoint]) => {
        const kept = before.get(nation);
        return [nation, kept?.endpoint === endpoint ? kept : new NationPort(endpoint, elapsed, limits)];
      }),
    );
    for (const [nation, port] of before) if (ports.get(nation) !== port) void port.stop();
  };
  replace(options.endpoints);

  const ask: NationClient['ask'] = async (nation, request, { reader, requestId, now, signal }) => {
    const port = ports.get(nation);
    if (!port) return { unavailable: 'noEndpoint' };
    const passport = await passportFor(reader, nation, now);
    const headers = { authorization: `Bearer ${passport}`, 'x-request-id': requestId };
    const { answer, detail = '' } = await port.ask(request, headers, signal);
    if ('unavailable' in answer) log({ nation, requestId, unavailable: answer.unavailable, detail });
    return answer;
  };

  return {
    ask,
    state: async (nation) => (await ports.get(nation)?.state()) ?? 'DOWN',
    replace,
    stop: async () => {
      await Promise.all([...ports.values()].map((port) => port.stop()));
    },
  };
}
