import { newRecordId, nationOf } from '../../schema/id.ts';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { banner } from '../../schema/label/banner.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { Directory } from '../../schema/label/directory.ts';
import { dominates } from '../../schema/label/dominates.ts';
import { join } from '../../schema/label/join.ts';
import { joinLabels } from '../../schema/label/joinLabels.ts';
import { unlabelled, type Label, type Names, type Restriction } from '../../schema/label/label.ts';
import { rank } from '../../schema/label/level.ts';
import { labelText } from '../../schema/label/marking.ts';
import { union } from '../../schema/label/names.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import { WriteRefused } from '../errors.ts';
import { inheritedLabel, labelFrom, type LabelInput } from './labelFrom.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Reading, RecordObject } from './Reading.ts';
import type { RecordTransaction } from './RecordStore.ts';
import type { RecordType } from './RecordType.ts';
import type { Sight } from './Sight.ts';
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

/** A record that a write names: what is made from it is labelled at least as strictly. */
export interface Source {
  readonly id: string;
  readonly label: Label;
  /** What the label demands now. */
  readonly restriction: Restriction;
}

/** `PortionLabelInput` of the contract, coerced. */
export interface PortionLabelInput {
  readonly field: string;
  readonly label: LabelInput;
}

export interface WritingParts {
  readonly nation: string;
  readonly writer: Clearance;
  readonly registry: AllianceDocument;
  readonly directory: Directory;
  readonly types: ReadonlyMap<string, RecordType>;
  readonly transaction: RecordTransaction;
  /** Within the transaction, as the writer. */
  readonly reading: Reading;
  readonly sight: Sight;
  /** Marking texts of the records of others that the write names, by id. */
  readonly named: ReadonlyMap<string, string>;
  /** 16 random bytes, for new ids. */
  readonly random: () => Uint8Array;
}

/**
 * One write, as one writer at one moment. What the writer may not see is, to everything here, not there; what keeps the
 * write from being carried out is thrown as `WriteRefused`, and then nothing has happened.
 */
export class Writing {
  readonly nation: string;
  readonly writer: Clearance;
  readonly registry: AllianceDocument;
  readonly reading: Reading;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The same as records hold times. */
  readonly at: string;
  /** Ids of the records that were written or removed. */
  readonly touched = new Set<string>();
  readonly #parts: WritingParts;

  constructor(parts: WritingParts) {
    this.nation = parts.nation;
    this.writer = parts.writer;
    this.registry = parts.registry;
    this.reading = parts.reading;
    this.now = parts.transaction.now;
    this.at = new Date(this.now).toISOString();
    this.#parts = parts;
  }

  /** The type of the records with this letter in their ids. */
  typeOf(id: string): RecordType | null {
    const kind = id.split(':')[1];
    return [...this.#parts.types.values()].find((type) => type.kind === kind) ?? null;
  }

  newId(typeName: string): string {
    return newRecordId(this.nation, this.#type(typeName).kind, this.#parts.random);
  }

  /** The record to change, which only its own nation's people may. `version`: as the writer read it; null = not asked for. */
  async target<R extends AnyRecord>(
    typeName: R['__typename'],
    id: string,
    version: string | null,
    path: Path = ['input', 'id'],
  ): Promise<Target<R>> {
    const seen = await this.reading.directly(typeName, id);
    if (seen instanceof Error) throw new WriteRefused('STEP_UP_REQUIRED', 'a stronger sign-in is required', path);
    const whole = (await this.#parts.transaction.whole([id])).get(id);
    if (seen === null || whole === undefined) throw notFound(path);
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
    const text = this.reading.owns(id) ? (await this.reading.record(typeName, id))?.marking : this.#parts.named.get(id);
    const label = (text === undefined ? null : parseMarking(text))?.label;
    if (label === undefined || label === unlabelled) throw notFound(path);
    return { id, label, restriction: this.#resolve(label, this.#type(typeName), nationOf(id) ?? this.nation) };
  }

  /**
   * The text of the label for a record of this type, as asked for, or else as its only source has it. It is at least as
   * strict as every source, and the writer could read what it marks.
   */
  label(typeName: string, input: LabelInput | null, path: Path, sources: readonly Source[] = []): string {
    const type = this.#type(typeName);
    const [source] = sources;
    if (input === null && source === undefined) throw new WriteRefused('INVALID', 'a label is missing', path);
    const label = input ? this.#asked(input, path, sources) : inheritedLabel(source!.label, this.nation, this.now);
    if (!this.#covers(label, sources, type)) {
      const needed = banner(
        this.#joined(
          sources.map((one) => one.label),
          type,
        ),
      );
      throw new WriteRefused('LABEL_NOT_ALLOWED', `what it is made from asks for \`${needed}\` at least`, path);
    }
    return this.#readable(type, labelText(label), path);
  }

  /** As `label`, but what is asked for is joined with the labels of the sources where it is not as strict. */
  raisedLabel(typeName: string, input: LabelInput, path: Path, sources: readonly Source[]): string {
    const type = this.#type(typeName);
    const asked = this.#asked(input, path, sources);
    const label = this.#covers(asked, sources, type)
      ? asked
      : this.#joined([asked, ...sources.map((one) => one.label)], type);
    return this.#readable(type, labelText(label), path);
  }

  /** The text of the label that joins those of all sources; null without sources. */
  leastLabel(typeName: string, sources: readonly Source[]): string | null {
    const labels = sources.map(({ label }) => label);
    return labels.length === 0 ? null : labelText(this.#joined(labels, this.#type(typeName)));
  }

  /** Texts of the labels for single fields, each stricter than that of the record and on a field that holds something. */
  portions(
    record: AnyRecord,
    inputs: readonly PortionLabelInput[],
    path: Path = ['input', 'portions'],
  ): Readonly<Record<string, string>> {
    const type = this.#type(record.__typename);
    const values = new Map<string, unknown>(Object.entries(record));
    const written = inputs.map(({ field, label }, index): [string, string] => {
      const at = [...path, String(index)];
      if (!type.portions.has(field)) {
        throw new WriteRefused('INVALID', `\`${field}\` is no field that takes a label of its own`, [...at, 'field']);
      }
      if ((values.get(field) ?? null) === null) {
        throw new WriteRefused('INVALID', `\`${field}\` holds nothing that could be marked`, [...at, 'field']);
      }
      const text = this.label(type.name, label, [...at, 'label']);
      if (!this.isAsStrict(type.name, text, record.label)) {
        throw new WriteRefused('LABEL_NOT_ALLOWED', 'must be at least as strict as the label of the record', [
          ...at,
          'label',
        ]);
      }
      return [field, text];
    });
    if (new Set(inputs.map(({ field }) => field)).size < inputs.length) {
      throw new WriteRefused('INVALID', 'one field is marked twice', path);
    }
    return Object.fromEntries(written);
  }

  /** Is the one label text, in this type's domain and at this moment, at least as strict as the other? */
  isAsStrict(typeName: string, text: string, than: string): boolean {
    const type = this.#type(typeName);
    const [one, other] = [text, than].map((each) => this.#resolve(labelIn(each), type, this.nation));
    return one !== undefined && other !== undefined && dominates(one, other);
  }

  /** The text of a label that asks for all that the floors of this field ask for, beside what it asks for itself. */
  flooredLabel(typeName: string, field: string, text: string): string {
    const label = labelIn(text);
    const floors = this.#type(typeName).floors.get(field) ?? [];
    if (label === unlabelled || floors.length === 0) return text;
    const raised = floors.reduce<Label>(
      (one, { level, categories }) => ({
        ...one,
        level: rank(level) > rank(one.level) ? level : one.level,
        allOf: union(one.allOf, categories),
      }),
      label,
    );
    return labelText(raised);
  }

  /** Whom a label lets in at this moment, whatever else it asks of them. */
  audienceOf(typeName: string, text: string): Names {
    return this.#resolve(labelIn(text), this.#type(typeName), this.nation).audience;
  }

  /** The text of the label that joins these. */
  joinedLabel(typeName: string, texts: readonly string[]): string {
    const [only, ...others] = [...new Set(texts)];
    if (only !== undefined && others.length === 0) return only;
    return labelText(this.#joined(texts.map(labelIn), this.#type(typeName)));
  }

  /** Refuses a label under which the writer could not read what they write. */
  readable(typeName: string, text: string, path: Path): string {
    return this.#readable(this.#type(typeName), text, path);
  }

  /** The fields of the target that hold something which the writer may not see. */
  hiddenFields({ whole, seen }: Target<AnyRecord>): readonly string[] {
    const { portions } = this.#type(whole.__typename);
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

  /** The record that this writer's own reference stands for, as far as the writer may see it. */
  async recordOf(typeName: string, reference: string): Promise<string | null> {
    const id = await this.#parts.transaction.recordOf(this.writer.pseudonym, reference);
    return id !== null && (await this.reading.record(typeName, id)) !== null ? id : null;
  }

  async refer(reference: string, id: string): Promise<void> {
    await this.#parts.transaction.refer(this.writer.pseudonym, reference, id);
  }

  #asked(input: LabelInput, path: Path, sources: readonly Source[]): Label {
    const { nation, registry, now } = this;
    const label = labelFrom(input, { nation, registry, now, sources: sources.map((source) => source.label) });
    if ('problem' in label) throw new WriteRefused('INVALID', label.problem, [...path, ...label.path]);
    return label;
  }

  #readable(type: RecordType, text: string, path: Path): string {
    const decision = this.#parts.sight.decideOn(type, text);
    if (decision.effect === 'permit') return text;
    throw decision.effect === 'stepUp'
      ? new WriteRefused('STEP_UP_REQUIRED', 'a stronger sign-in is required to write under this label', path)
      : new WriteRefused('LABEL_NOT_ALLOWED', 'you could not read what you write under this label', path);
  }

  #covers(label: Label, sources: readonly Source[], type: RecordType): boolean {
    const restrictions = sources.map((source) => source.restriction);
    const [first, ...others] = restrictions;
    return first === undefined || dominates(this.#resolve(label, type, this.nation), others.reduce(join, first));
  }

  #joined(labels: readonly (Label | typeof unlabelled)[], { domain }: RecordType): Label {
    return joinLabels(labels, this.nation, this.#parts.directory, domain, this.now);
  }

  #resolve(label: Label | typeof unlabelled, { domain }: RecordType, owner: string): Restriction {
    return resolve(label, owner, this.#parts.directory, domain, this.now);
  }

  #type(name: string): RecordType {
    const type = this.#parts.types.get(name);
    if (type === undefined) throw new TypeError(`\`${name}\` is no type of record`);
    return type;
  }
}

const notFound = (path: Path): WriteRefused => new WriteRefused('NOT_FOUND', 'there is no such record', path);

/** Of a text that the store holds or that was written a moment ago; one that cannot be read counts as no label. */
const labelIn = (text: string): Label | typeof unlabelled => parseMarking(text)?.label ?? unlabelled;
