import { ApolloGateway } from '@apollo/gateway';
import { CursorSeal } from './cursor.ts';
import { evaluateOperation, executeOperation, type Evaluated } from './executeOperation.ts';
import type { GatewayAnswer, GatewayParts, GatewayRequest } from './GatewayParts.ts';
import type { RequestContext } from '../RequestContext.ts';
import { markingMemory } from './markingMemory.ts';
import { loadContract, type LoadedContract } from './LoadedContract.ts';

export interface AllianceGatewayOptions extends Omit<GatewayParts, 'seal' | 'readMarking'> {
  readonly supergraphSdl: string;
  /** 64 bytes. */
  readonly sealingKey: Uint8Array;
}

/** Tells Apollo of another supergraph; throws, and changes nothing, where that is broken. */
type Update = (supergraphSdl: string) => void;

/**
 * Apollo composes, loads, reloads and plans; the executor is ours. It asks no data source of Apollo's, so none is ever
 * built to be used.
 */
export class AllianceGateway extends ApolloGateway {
  readonly #parts: GatewayParts;
  readonly #apollo: { update: Update };
  #loaded: LoadedContract;

  constructor({ supergraphSdl, sealingKey, ...parts }: AllianceGatewayOptions) {
    const apollo: { update: Update } = {
      update: () => {
        throw new TypeError('the gateway is not started');
      },
    };
    super({
      supergraphSdl: ({ update }) => {
        apollo.update = update;
        return Promise.resolve({ supergraphSdl });
      },
      buildService: () => ({ process: () => Promise.reject(new TypeError('the executor asks no data source')) }),
    });
    this.#apollo = apollo;
    this.#loaded = loadContract(supergraphSdl, parts.nationalDomains);
    this.#parts = { ...parts, seal: new CursorSeal(sealingKey), readMarking: markingMemory() };
  }

  override executor = (request: GatewayRequest): Promise<GatewayAnswer> =>
    executeOperation(this.#loaded, this.#parts, request);

  /** Whoever evaluates must release each answer to each of its readers. */
  evaluate(
    contract: LoadedContract,
    request: Omit<GatewayRequest, 'context'>,
    context: RequestContext,
  ): Promise<Evaluated> {
    return evaluateOperation(contract, this.#parts, request, context);
  }

  get contract(): LoadedContract {
    return this.#loaded;
  }

  /** What decides and seals beside the executor, the very same. */
  get parts(): GatewayParts {
    return this.#parts;
  }

  override async load(...options: Parameters<ApolloGateway['load']>): ReturnType<ApolloGateway['load']> {
    const loaded = await super.load(...options);
    this.#forgetPlanner();
    return loaded;
  }

  /** Takes another contract. All of it is built first: if it is broken this throws and the present one stays. */
  update(supergraphSdl: string): void {
    const loaded = loadContract(supergraphSdl, this.#parts.nationalDomains);
    try {
      this.#apollo.update(supergraphSdl);
    } catch (error) {
      loaded.retire();
      throw error;
    }
    this.#forgetPlanner();
    this.#loaded.retire();
    this.#loaded = loaded;
  }

  /** Plans are made by a thread with a planner of its own: Apollo's would only take memory. */
  #forgetPlanner(): void {
    Reflect.set(this, 'queryPlanner', undefined);
  }

  override async stop(): Promise<void> {
    await super.stop();
    this.#loaded.retire();
  }
}
