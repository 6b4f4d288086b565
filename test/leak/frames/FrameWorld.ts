import { hash } from 'node:crypto';
import { getOperationAST, parse, validate } from 'graphql';
import { AlertDesk } from '../../../gateway/alerts/AlertDesk.ts';
import type { AlertFrame } from '../../../gateway/alerts/alertFrame.ts';
import type { AlertStream } from '../../../gateway/alerts/AlertStream.ts';
import { Hub } from '../../../gateway/alerts/Hub.ts';
import { CodedError } from '../../../gateway/errors.ts';
import { CursorSeal } from '../../../gateway/federation/cursor.ts';
import { evaluateOperation } from '../../../gateway/federation/executeOperation.ts';
import type { GatewayAnswer, GatewayParts } from '../../../gateway/federation/GatewayParts.ts';
import type { LoadedContract } from '../../../gateway/federation/LoadedContract.ts';
import { markingMemory } from '../../../gateway/federation/markingMemory.ts';
import { nationalDomains } from '../../../schema/contractSdls.ts';
import type { Operation, ReaderClaims } from '../LeakCase.ts';
import { askLocally } from '../LocalNations.ts';
import { Draws } from '../Draws.ts';
import type { NationStore } from '../LocalBench.ts';
import { ModelRecordStore } from '../ModelRecordStore.ts';
import { directoryIn, pseudonymOf, readerOf, sealingKey, type Scene } from '../Scene.ts';
import { openerOf, type FrameStore } from './FrameStore.ts';

/** A reader's open stream, and what came over it. */
export interface FrameReader {
  readonly frames: AlertFrame[];
  /** Of a stream that was refused. */
  readonly refusal: string | null;
  hasEnded: boolean;
  leave(): void;
}

/** Events that the gateway keeps of each nation: few, so that whoever resumes is told by the nation, too. */
const kept = 6;

/** Gateway and nations of one alliance in this thread, as far as alerts pass through them. */
export class FrameWorld {
  readonly stores: ReadonlyMap<string, FrameStore>;
  readonly #contract: LoadedContract;
  readonly #desk: AlertDesk;
  readonly #scene: Scene;
  readonly #parts: GatewayParts;
  readonly #clock: () => number;
  readonly #seal = new CursorSeal(sealingKey);
  readonly #streams: AlertStream[] = [];
  readonly problems: string[] = [];

  constructor(contract: LoadedContract, scene: Scene, stores: ReadonlyMap<string, FrameStore>, clock: () => number) {
    this.#contract = contract;
    this.#scene = scene;
    this.stores = stores;
    this.#clock = clock;
    const parts: GatewayParts = {
      nationalDomains,
      registry: () => scene.registry,
      ask: askLocally({
        scene,
        stores: new Map([...scene.directories.keys()].map((nation) => [nation, heldBy(nation, scene, stores)])),
        draws: new Draws(),
        lock: 'permit',
        down: [],
      }),
      central: new Map(),
      pseudonym: pseudonymOf,
      release: async (answer) => answer,
      lock: 'enforce',
      alarm: () => undefined,
      seal: this.#seal,
      readMarking: markingMemory(),
    };
    this.#parts = parts;
    this.#desk = new AlertDesk({
      contract: () => contract,
      parts,
      evaluate: (of, request, context) => evaluateOperation(of, parts, request, context),
      hub: new Hub([...stores.keys()], (nation) => ({
        nation,
        open: openerOf(stores),
        clock,
        kept,
        alarm: (problem) => this.problems.push(problem),
        log: (problem) => this.problems.push(problem),
      })),
      clock,
      patience: 60_000,
      log: (problem) => this.problems.push(problem),
    });
  }

  async open(claims: ReaderClaims, { query, variables }: Operation): Promise<FrameReader> {
    const document = parse(query);
    const operation = getOperationAST(document);
    const problems = validate(this.#contract.apiSchema, document);
    if (!operation || problems.length > 0) throw new TypeError(`${problems.join('\n')}: ${query}`);
    const reader = readerOf(claims, this.#scene);
    const opened = await this.#desk.open({
      document,
      operation,
      queryHash: hash('sha256', query),
      variables,
      reader,
      requestId: 'frames',
      taken: async () => undefined,
    });
    if (opened instanceof CodedError)
      return {
        frames: [],
        refusal: JSON.stringify([opened.message, opened.extensions]),
        hasEnded: true,
        leave: () => undefined,
      };
    this.#streams.push(opened);
    const found: FrameReader = { frames: [], refusal: null, hasEnded: false, leave: () => opened.end() };
    const follow = async (): Promise<void> => {
      for await (const frame of opened.frames()) found.frames.push(frame);
      found.hasEnded = true;
    };
    follow().catch((error: unknown) => this.problems.push(String(error)));
    return found;
  }

  /** The answer to a valid question or write. */
  async ask(claims: ReaderClaims, { query, variables }: Operation): Promise<GatewayAnswer> {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new TypeError(query);
    const reader = readerOf(claims, this.#scene);
    const context = { reader, requestId: 'frames', now: this.#clock(), signal: AbortSignal.timeout(60_000) };
    const queryHash = hash('sha256', query);
    const request = {
      document,
      operation,
      operationName: operation.name?.value ?? null,
      queryHash,
      request: { variables },
    };
    const { answer } = await evaluateOperation(this.#contract, this.#parts, request, context);
    return answer;
  }

  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.end();
    await this.#desk.stop();
  }
}

/** Nations beside those whose records change hold nothing. */
function heldBy(nation: string, scene: Scene, stores: ReadonlyMap<string, FrameStore>): NationStore {
  const own = stores.get(nation);
  const directory = directoryIn(scene, nation);
  const empty = new ModelRecordStore([], { nation, directory, clock: () => scene.now });
  const { store, records } = own ?? { store: empty.store, records: empty };
  return { store, records, held: async () => [], restart: async () => undefined };
}

export const storeOf = ({ stores }: FrameWorld, nation: string): FrameStore => {
  const store = stores.get(nation);
  if (!store) throw new TypeError(nation);
  return store;
};
