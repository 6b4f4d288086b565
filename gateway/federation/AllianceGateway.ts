import { ApolloGateway } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import type { Marking } from '../../schema/label/label.ts';
import type { CentralSubgraph } from '../alliance/CentralSubgraph.ts';
import type { Access } from '../audit/AccessEntry.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import type { NationAnswer, NationRequest } from '../nations/NationAnswer.ts';
import type { RequestContext } from '../RequestContext.ts';
import type { Admission } from './admit.ts';
import { CursorSeal } from './cursor.ts';
import { executeOperation, type GatewayAnswer, type GatewayRequest } from './executeOperation.ts';
import { loadContract, type LoadedContract } from './LoadedContract.ts';

export interface AllianceGatewayOptions {
  readonly supergraphSdl: string;
  /** Names of the subgraphs that every nation serves for its own records; the others are central. */
  readonly nationalDomains: readonly string[];
  readonly registry: () => Registry;
  readonly ask: (nation: string, request: NationRequest, context: RequestContext) => Promise<NationAnswer>;
  readonly central: ReadonlyMap<string, CentralSubgraph>;
  readonly pseudonym: (reader: Reader, owner: string) => string;
  /** 64 bytes. */
  readonly sealingKey: Uint8Array;
  /** The one way out: logs what the answer shows, then hands the answer back. */
  readonly release: (answer: GatewayAnswer, context: RequestContext, access: Access) => Promise<GatewayAnswer>;
  /** Tests only: `permit` leaves the decisions on records and portions to the nations. */
  readonly lock?: 'enforce' | 'permit';
  /** Told of every row that a nation got wrong. */
  readonly alarm?: Admission['alarm'];
}

/** What an operation is run with, beside the contract and its own request. */
export interface GatewayParts extends Omit<AllianceGatewayOptions, 'supergraphSdl' | 'sealingKey'> {
  readonly seal: CursorSeal;
  readonly readMarking: (text: string) => Marking | null;
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
    const markings = new LRUCache<string, { readonly marking: Marking | null }>({ max: 50_000 });
    const readMarking = (text: string): Marking | null => {
      const known = markings.get(text);
      if (known) return known.marking;
      const marking = parseMarking(text);
      markings.set(text, { marking });
      return marking;
    };
    this.#parts = { ...parts, seal: new CursorSeal(sealingKey), readMarking };
  }

  override executor = (request: GatewayRequest): Promise<GatewayAnswer> =>
    executeOperation(this.#loaded, this.#parts, request);

  /** Takes another contract. All of it is built first: if it is broken this throws and the present one stays. */
  update(supergraphSdl: string): void {
    const loaded = loadContract(supergraphSdl, this.#parts.nationalDomains);
    try {
      this.#apollo.update(supergraphSdl);
    } catch (error) {
      loaded.retire();
      throw error;
    }
    this.#loaded.retire();
    this.#loaded = loaded;
  }

  override async stop(): Promise<void> {
    await super.stop();
    this.#loaded.retire();
  }
}
