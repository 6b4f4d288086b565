import { isDeepStrictEqual } from 'node:util';
import type { Directory } from '../../schema/label/directory.ts';
import { RecordRefused } from '../../subgraphs/errors.ts';
import { checkRecord } from '../../subgraphs/runtime/checkRecord.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import type { RecordStore, RecordTransaction, Write, WriteResult } from '../../subgraphs/runtime/RecordStore.ts';
import type { RecordType } from '../../subgraphs/runtime/RecordType.ts';
import type { Store } from '../../subgraphs/runtime/Store.ts';
import { unsent, type StoredRecord } from '../support/oracle/prune.ts';
import { ModelMemory } from './ModelMemory.ts';
import { ModelOutbox, type ModelHappenings } from './ModelOutbox.ts';
import { ModelStore } from './ModelStore.ts';

export interface ModelOptions {
  readonly nation: string;
  readonly directory: Directory;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Told after each write. */
  readonly committed?: () => void;
}

/** What `RecordStore` promises, said as plainly as possible: a write works on a copy, which is kept or thrown away. */
export class ModelRecordStore implements RecordStore {
  /** The reading side. */
  readonly store: Store;
  readonly outbox = new ModelOutbox();
  readonly #options: ModelOptions;
  readonly #memory: ModelMemory;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(records: readonly StoredRecord[], options: ModelOptions) {
    this.#options = options;
    this.#memory = new ModelMemory(records);
    this.store = new ModelStore(options.nation, this.#memory);
  }

  /** All records, each with the reference by which its author may send it again. */
  get held(): readonly StoredRecord[] {
    const sentAs = new Map([...this.#memory.references].map(([key, id]) => [id, key]));
    return this.#memory.records.map((record) => {
      const key = sentAs.get(record.id);
      if (key === undefined) return record.sentAs === undefined ? record : unsent(record);
      const [author = '', reference = ''] = JSON.parse(key) as string[];
      const isSame = record.sentAs?.author === author && record.sentAs.reference === reference;
      return isSame ? record : { ...record, sentAs: { author, reference } };
    });
  }

  transact<T>(work: (transaction: RecordTransaction) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const memory = this.#memory.copy();
      const happenings = this.outbox.begin(this.#options.clock(), memory.records);
      const result = await work(this.#transactionOn(memory, happenings));
      this.#memory.become(memory);
      this.#keep(happenings);
      return result;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async put(writes: readonly Write[]): Promise<readonly WriteResult[]> {
    return this.transact((transaction) => transaction.put(writes));
  }

  async remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.transact((transaction) => transaction.remove(ids));
  }

  /** Announces the labels that have given way to others by now. */
  async announceDue(): Promise<void> {
    await this.#turn;
    const happenings = this.outbox.begin(this.#options.clock(), this.#memory.records);
    if (happenings.events.length > 0) this.#keep(happenings);
  }

  #keep(happenings: ModelHappenings): void {
    this.outbox.keep(happenings);
    this.#options.committed?.();
  }

  #transactionOn(memory: ModelMemory, happenings: ModelHappenings): RecordTransaction {
    const { at: now } = happenings;
    return {
      now,
      store: new ModelStore(this.#options.nation, memory),
      whole: async (ids) =>
        new Map(memory.records.filter(({ id }) => ids.includes(id)).map((record) => [record.id, wholeOf(record)])),
      put: async (writes) => {
        for (const { record } of writes) this.#check(record, now);
        return writes.map((write) => this.#put(memory, write, happenings));
      },
      remove: async (ids) => {
        const gone = memory.records.filter(({ id }) => ids.includes(id));
        for (const record of gone) happenings.removed(record);
        memory.hold(memory.records.filter(({ id }) => !ids.includes(id)));
        for (const known of [memory.references, memory.origins]) {
          for (const [key, id] of known) if (ids.includes(id)) known.delete(key);
        }
        return gone.map(({ id }) => id).toSorted();
      },
      recordOf: async (author, reference) => memory.references.get(JSON.stringify([author, reference])) ?? null,
      refer: async (author, reference, id) => {
        memory.references.set(JSON.stringify([author, reference]), id);
      },
    };
  }

  #check(record: Write['record'], now: number): void {
    const { nation, directory } = this.#options;
    const checked = checkRecord(record, { nation, directory, now, ...nationContract() });
    if ('problem' in checked) throw new RecordRefused(record.id, checked.problem);
  }

  #put(memory: ModelMemory, { record, origin, keepLabel }: Write, happenings: ModelHappenings): WriteResult {
    const key = origin && JSON.stringify([origin.format, origin.key]);
    const id = (key === undefined ? undefined : memory.origins.get(key)) ?? record.id;
    if (key !== undefined) memory.origins.set(key, id);
    const earlier = memory.records.find((one) => one.id === id);
    const written = wholeOf({ ...record, id });
    const stays = keepLabel === true && earlier !== undefined && earlier.label !== 'UNLABELLED';
    const next: StoredRecord = {
      ...written,
      ...(stays && { label: earlier.label, portions: earlier.portions }),
      leastLabel: written.leastLabel ?? earlier?.leastLabel ?? null,
    };
    if (earlier === undefined) {
      memory.hold([...memory.records, next]);
      happenings.inserted(next);
      return { id, outcome: 'inserted' };
    }
    const changed = fieldsThatDiffer(wholeOf(earlier), next);
    if (changed.length === 0) return { id, outcome: 'unchanged' };
    const { portions } = typeOf(next);
    const kept = changed.every((field) => portions.has(field)) ? { ...next, updatedAt: earlier['updatedAt'] } : next;
    memory.hold(memory.records.map((one) => (one.id === id ? kept : one)));
    happenings.updated(earlier, kept, changed);
    return { id, outcome: 'updated' };
  }
}

/** As it comes out of JSON, every field of its type there, those without a value as null. */
function wholeOf(record: StoredRecord | Write['record']): StoredRecord {
  const absent = [...typeOf(record).fields].map((field) => [field, null] as const);
  return {
    leastLabel: null,
    ...Object.fromEntries(absent),
    ...(JSON.parse(JSON.stringify(unsent(record as StoredRecord))) as StoredRecord),
  };
}

/** Names of fields whose value or label differ; the time of the last change is told of changes and is none. */
function fieldsThatDiffer(one: StoredRecord, other: StoredRecord): readonly string[] {
  const about = (record: StoredRecord, field: string): unknown => [
    record[field] ?? null,
    record.portions[field] ?? null,
  ];
  const fields = ['label', ...typeOf(one).fields].filter((field) => field !== 'updatedAt');
  return fields.filter((field) => !isDeepStrictEqual(about(one, field), about(other, field)));
}

function typeOf({ __typename }: Pick<StoredRecord, '__typename'>): RecordType {
  const type = nationContract().types.get(__typename);
  if (type === undefined) throw new TypeError(`\`${__typename}\` is no type of record`);
  return type;
}
