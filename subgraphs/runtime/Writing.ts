import { newRecordId } from '../../schema/id.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { NamedRecords } from '../../schema/namedRecords.ts';
import { MarkingsNeeded, WriteRefused } from '../errors.ts';
import { Labelling, type LabellingParts, type Source } from './Labelling.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Reading, RecordObject } from './Reading.ts';
import type { RecordTransaction } from './RecordStore.ts';
import type { RecordType } from './RecordType.ts';
import { isText } from './valueProblem.ts';
import { versionOf } from './versionOf.ts';

type AnyRecord = LabelledRecord<string, string>;
type Path = readonly string[];

/** A record of this nation that a write is about. */
export interface Target<R extends AnyRecord> {
  /** As it is stored. */
  readonly whole: R;
  /** As the writer sees it. */
  readonly seen: RecordObject;
}

export interface WritingParts extends Omit<LabellingParts, 'now'> {
  readonly writer: Clearance;
  readonly transaction: RecordTransaction;
  /** Within the transaction, as the writer. */
  readonly reading: Reading;
  /** The records of others that the write names. */
  readonly named: NamedRecords;
  /** 16 random bytes, for new ids. */
  readonly random: () => Uint8Array;
}

/**
 * One write, as one writer at one moment. What the writer may not see is, to everything here, not there; what keeps the
 * write from being carried out is thrown, mostly as `WriteRefused`, and then nothing has happened.
 */
export class Writing extends Labelling {
  readonly writer: Clearance;
  readonly reading: Reading;
  /** `now`, as records hold times. */
  readonly at: string;
  /** Ids of the records that were written or removed. */
  readonly touched = new Set<string>();
  readonly #parts: WritingParts;

  constructor(parts: WritingParts) {
    super({ ...parts, now: parts.transaction.now });
    this.writer = parts.writer;
    this.reading = parts.reading;
    this.at = new Date(this.now).toISOString();
    this.#parts = parts;
  }

  /** The type of the records with this letter in their ids. */
  typeOf(id: string): RecordType | null {
    const kind = id.split(':')[1];
    return [...this.#parts.types.values()].find((type) => type.kind === kind) ?? null;
  }

  newId(typeName: string): string {
    return newRecordId(this.nation, this.typed(typeName).kind, this.#parts.random);
  }

  /** The record to change, which only its own nation's people may. `version`: as the writer read it; null = not asked for. */
  async target<R extends AnyRecord>(
    typeName: R['__typename'],
    id: string,
    version: string | null,
    path: Path = ['input', 'id'],
  ): Promise<Target<R>> {
    const seen = await this.reading.directly(typeName, id);
    if (seen instanceof Error) throw seen;
    const whole = (await this.#parts.transaction.whole([id])).get(id);
    if (seen === null || whole === undefined || !(await this.#shows(whole))) throw notFound(path);
    if (this.writer.nation !== this.nation) {
      throw new WriteRefused('NOT_ALLOWED', `only ${this.nation} changes its own records`, path);
    }
    if (version !== null && versionOf(seen, undefined, this.reading) !== version) {
      throw new WriteRefused('STALE_VERSION', 'the record has changed since you read it: read it again', [
        ...path.slice(0, -1),
        'version',
      ]);
    }
    return { whole: whole as R, seen };
  }

  /** A record of any nation that the write names; one that the writer may not see was never there. */
  async source(typeName: string, id: string, path: Path): Promise<Source> {
    const own = this.reading.owns(id) ? await this.reading.record(typeName, id) : null;
    const named = this.reading.owns(id) ? undefined : this.#parts.named.byId.get(id);
    const fields = own ?? named?.fields ?? {};
    const source = this.sourceOf(typeName, id, own?.marking ?? named?.marking ?? '', fields);
    if (source === null) throw notFound(path);
    return source;
  }

  /** Of the alliance's own records: is this one that the writer may see? */
  expectNamed(id: string, path: Path): void {
    if (!this.#parts.named.byId.has(id)) throw notFound(path);
  }

  /** The target as its writer takes it to be: what is hidden from them is not recorded. */
  asSeen<R extends AnyRecord>(target: Target<R>): R {
    return { ...target.whole, ...Object.fromEntries(this.hiddenFields(target).map((field) => [field, null])) };
  }

  /** The fields of the target that hold something which the writer may not see. */
  hiddenFields({ whole, seen }: Target<AnyRecord>): readonly string[] {
    const { portions } = this.typed(whole.__typename);
    return Object.entries(whole)
      .filter(([field, value]) => portions.has(field) && value !== null && (seen[field] ?? null) === null)
      .map(([field]) => field);
  }

  async put(...records: readonly AnyRecord[]): Promise<void> {
    await this.#parts.transaction.put(records.map((record) => ({ record })));
    for (const { id } of records) this.touched.add(id);
  }

  async remove(id: string): Promise<void> {
    await this.#parts.transaction.remove([id]);
    this.touched.add(id);
  }

  /**
   * What is sent twice under the writer's own reference is written once; records of each type have references of their
   * own. `write`: writes it and returns its id. Returns the id of what the reference stands for.
   */
  async once(typeName: string, reference: string | null | undefined, write: () => Promise<string>): Promise<string> {
    if (reference === null || reference === undefined) return write();
    expectReference(reference);
    const known = await this.#recordOf(typeName, reference);
    if (known !== null) return known;
    const id = await write();
    await this.#parts.transaction.refer(this.writer.pseudonym, `${typeName} ${reference}`, id);
    return id;
  }

  /** The record that this writer's own reference stands for, as far as the writer may see it. */
  async #recordOf(typeName: string, reference: string): Promise<string | null> {
    const id = await this.#parts.transaction.recordOf(this.writer.pseudonym, `${typeName} ${reference}`);
    return id !== null && (await this.reading.record(typeName, id)) !== null ? id : null;
  }

  /** What a record shows with may be another nation's: then it is for the gateway to say whether it is there. */
  async #shows(record: AnyRecord): Promise<boolean> {
    const ends = await this.#endsAbroad(record);
    const { byId, complete } = this.#parts.named;
    const unknown = ends.filter(({ id }) => !byId.has(id));
    if (unknown.length > 0 && !complete) throw new MarkingsNeeded(unknown);
    return unknown.length === 0;
  }

  /** The records of others with which this one shows, be it by way of own ones. */
  async #endsAbroad(record: AnyRecord): Promise<readonly { readonly type: string; readonly id: string }[]> {
    const values = new Map<string, unknown>(Object.entries(record));
    const found = [...this.typed(record.__typename).visibleWith].map(async ([field, type]) => {
      const id = values.get(field);
      if (typeof id !== 'string') return [];
      if (!this.reading.owns(id)) return [{ type, id }];
      const own = (await this.#parts.transaction.whole([id])).get(id);
      return own ? this.#endsAbroad(own) : [];
    });
    return (await Promise.all(found)).flat();
  }
}

/** A reference is a key in the store, for which there is room for so many characters. */
const longestReference = 200;

function expectReference(reference: string): void {
  if (reference.length <= longestReference && isText(reference)) return;
  const message = `must be text of at most ${longestReference} characters, without NUL`;
  throw new WriteRefused('INVALID', message, ['input', 'clientReference']);
}

const notFound = (path: Path): WriteRefused => new WriteRefused('NOT_FOUND', 'there is no such record', path);
