import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import type { LabelledRecord } from '../../../subgraphs/runtime/LabelledRecord.ts';
import { openDatabase, type Database } from '../../../subgraphs/runtime/openDatabase.ts';
import type { WriteResult } from '../../../subgraphs/runtime/RecordStore.ts';
import { startSubgraph, type RunningSubgraph, type SubgraphOptions } from '../../../subgraphs/runtime/startSubgraph.ts';
import type { Answering, Recorder } from './Recorder.ts';

export type AnyRecord = LabelledRecord<string, string>;

/** One nation of a test's alliance: a real subgraph behind a recorder, and what its own people can do to its records. */
export class AllianceNation {
  readonly #options: Omit<SubgraphOptions, 'registry'>;
  readonly #recorder: Recorder;
  /** Called before records change: what was asked until now is judged by what holds until now. */
  readonly #beforeWrite: () => Promise<void>;
  #document: AllianceDocument;
  #running: RunningSubgraph | null = null;

  constructor(
    options: Omit<SubgraphOptions, 'registry'>,
    document: AllianceDocument,
    recorder: Recorder,
    beforeWrite: () => Promise<void>,
  ) {
    this.#options = options;
    this.#document = document;
    this.#recorder = recorder;
    this.#beforeWrite = beforeWrite;
  }

  /** `document`: what the nation is told of the registry from now on. */
  async start(document: AllianceDocument = this.#document): Promise<void> {
    await this.stop();
    this.#document = document;
    this.#running = await startSubgraph({ ...this.#options, registry: document });
    this.#recorder.target = this.#running.url;
  }

  async stop(): Promise<void> {
    this.#recorder.target = null;
    await this.#running?.stop();
    this.#running = null;
  }

  /** Answers in the nation's place until it is null again. */
  answer(answering: Answering | null): void {
    this.#recorder.answering = answering;
  }

  /** Whoever opens the nation's feed from now on gets this in its place; returned is what sends them more. */
  feed(begin: string): (text: string) => void {
    this.#recorder.feeding = begin;
    return (text) => this.#recorder.feed(text);
  }

  /** The endpoint itself, not its recorder. */
  get url(): string {
    return this.#up().url;
  }

  async put(records: readonly AnyRecord[]): Promise<readonly WriteResult[]> {
    await this.#beforeWrite();
    return this.#up().records.put(records.map((record) => ({ record })));
  }

  async delete(...ids: readonly string[]): Promise<void> {
    await this.#inStore(async ({ kysely }) => {
      await kysely.deleteFrom('record_references').where('record_id', 'in', ids).execute();
      await kysely.deleteFrom('records').where('id', 'in', ids).execute();
    });
  }

  /** From now on the nation holds these records and no other. */
  async replaceAll(records: readonly AnyRecord[]): Promise<void> {
    await this.#inStore(async ({ kysely }) => {
      await kysely.deleteFrom('record_references').execute();
      await kysely.deleteFrom('records').execute();
    });
    await this.#up().records.put(records.map((record) => ({ record })));
  }

  async #inStore(change: (database: Database) => Promise<void>): Promise<void> {
    await this.#beforeWrite();
    const database = await openDatabase(this.#options.database, this.#options.nation);
    try {
      await change(database);
    } finally {
      await database.close();
    }
  }

  #up(): RunningSubgraph {
    if (!this.#running) throw new TypeError(`${this.#options.nation} is not running`);
    return this.#running;
  }
}
