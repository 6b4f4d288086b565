import { dayOf } from '../../schema/label/dayOf.ts';
import { nationOf } from '../../schema/id.ts';
import { banner } from '../../schema/label/banner.ts';
import type { Domain } from '../../schema/label/domain.ts';
import { unlabelled, type Label } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import { labelText } from '../../schema/label/marking.ts';
import { maxMarkingLength } from '../../schema/label/parseMarking.ts';
import { WriteRefused } from '../errors.ts';
import { inheritedLabel, labelFrom } from './labelFrom.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import { labelIn, LabelSense, longestLabel, type LabelSenseParts } from './LabelSense.ts';
import type { RecordType } from './RecordType.ts';
import { releasedLabel } from './releasedLabel.ts';
import type { Sight } from './Sight.ts';
import { staysAsStrict } from './staysAsStrict.ts';
import { withOriginators } from './withOriginators.ts';

type AnyRecord = LabelledRecord<string, string>;
type Path = readonly string[];

/** A record that a write names: what is made from it is labelled at least as strictly. */
export interface Source {
  readonly id: string;
  readonly owner: string;
  /** In which its label means what it does. */
  readonly domain: Domain;
  readonly label: Label;
  /** Its fields as the writer sees them; of another nation's record only those that the contract hands over with it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `PortionLabelInput` of the contract, coerced. */
export interface PortionLabelInput {
  readonly field: string;
  readonly label: LabelInput;
}

export interface LabellingParts extends LabelSenseParts {
  readonly sight: Sight;
}

/**
 * How what is written is marked: as the writer asks, never less strictly than what it was made from, and never so that
 * they could not read it themselves. What may not be is thrown as `WriteRefused`.
 */
export class Labelling extends LabelSense {
  readonly #parts: LabellingParts;

  constructor(parts: LabellingParts) {
    super(parts);
    this.#parts = parts;
  }

  /**
   * The text of the label for a record of this type, as asked for, or else as its only source has it. It is at least as
   * strict as every source, and the writer could read what it marks.
   */
  label(typeName: string, input: LabelInput | null, path: Path, sources: readonly Source[] = []): string {
    const [source] = sources;
    if (input === null && source === undefined) throw new WriteRefused('INVALID', 'a label is missing', path);
    const label = input ? this.#asked(input, path, sources) : inheritedLabel(source!.label, this.nation, this.now);
    if (!this.#covers(label, sources, this.typed(typeName))) {
      const message = `what it is made from asks for \`${this.#needed(sources)}\` at least`;
      throw new WriteRefused('LABEL_NOT_ALLOWED', message, path);
    }
    return this.readable(typeName, labelText(label), path);
  }

  /** As `label`, for a record that there is already: at least as strict as what it was made from. */
  newLabel(record: AnyRecord, input: LabelInput, path: Path): string {
    return this.#allowed(record, this.#asked(input, path, this.#madeFrom(record)), path);
  }

  /**
   * The record as one that from now on tells of these sources, too, whoever reads it: the information is then also that
   * of their originators. Its label must be as strict as theirs already.
   */
  tellingOf<R extends AnyRecord>(record: R, sources: readonly Source[], path: Path): R {
    const typeName = record.__typename;
    const originators = sources.flatMap(({ label }) => label.originators);
    const added = (text: string): string => {
      const label = labelIn(text);
      return label === unlabelled ? text : labelText(withOriginators(label, originators));
    };
    const label = labelIn(added(record.label));
    if (label === unlabelled || !this.#covers(label, sources, this.typed(typeName))) {
      const message = `this asks for \`${this.#needed(sources)}\` at least: relabel the record first`;
      throw new WriteRefused('LABEL_NOT_ALLOWED', message, path);
    }
    return {
      ...record,
      label: this.readable(typeName, added(record.label), path),
      portions: Object.fromEntries(
        Object.entries(record.portions).flatMap(([field, text]) => (text === undefined ? [] : [[field, added(text)]])),
      ),
      leastLabel: this.leastLabel([...this.#madeFrom(record), ...sources]),
    };
  }

  /** The text of the label that was to follow the one that the record has; where none was, of that without this category. */
  nextLabel(record: AnyRecord, category: string, path: Path): string {
    const label = labelIn(record.label);
    if (label === unlabelled) throw new WriteRefused('LABEL_NOT_ALLOWED', 'the record has no label yet', path);
    const next = label.succession?.label ?? { ...label, allOf: label.allOf.filter((one) => one !== category) };
    return this.#allowed(record, next, path);
  }

  /** As `label`, but what is asked for is joined with the labels of the sources where it is not as strict. */
  raisedLabel(typeName: string, input: LabelInput, path: Path, sources: readonly Source[]): string {
    const type = this.typed(typeName);
    const asked = this.#asked(input, path, sources);
    const label = this.#covers(asked, sources, type)
      ? asked
      : this.joined([{ label: asked, domain: type.domain }, ...sources]);
    return this.readable(typeName, labelText(label), path);
  }

  /** The text of the label that joins those of all sources; null without sources. */
  leastLabel(sources: readonly Source[]): string | null {
    if (sources.length === 0) return null;
    const text = labelText(this.joined(sources));
    if (text.length <= maxMarkingLength) return text;
    throw new WriteRefused('INVALID', 'the labels of all that it is made from are too long together', ['input']);
  }

  /** Texts of the labels for single fields, each stricter than that of the record and on a field that holds something. */
  portions(
    record: AnyRecord,
    inputs: readonly PortionLabelInput[],
    path: Path = ['input', 'portions'],
  ): Readonly<Record<string, string>> {
    const type = this.typed(record.__typename);
    const values = new Map<string, unknown>(Object.entries(record));
    const own = this.sourceOf(type.name, record.id, record.label, {});
    const whole = own === null ? [] : [own];
    const written = inputs.map(({ field, label }, index): [string, string] => {
      const at = [...path, String(index)];
      if (!type.portions.has(field)) {
        throw new WriteRefused('INVALID', `\`${field}\` is no field that takes a label of its own`, [...at, 'field']);
      }
      if ((values.get(field) ?? null) === null) {
        throw new WriteRefused('INVALID', `\`${field}\` holds nothing that could be marked`, [...at, 'field']);
      }
      const text = this.readable(type.name, labelText(this.#asked(label, [...at, 'label'], whole)), [...at, 'label']);
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

  /** The record with the labels that are asked for single fields of it. */
  marked<R extends AnyRecord>(record: R, inputs: readonly PortionLabelInput[]): R {
    return { ...record, portions: this.portions(record, inputs) };
  }

  /** The text of a label of one of its fields as one that lets this body in, too. */
  releasedLabel(record: AnyRecord, text: string, to: string, path: Path): string {
    const typeName = record.__typename;
    const label = labelIn(text);
    const refused = (message: string) => new WriteRefused('LABEL_NOT_ALLOWED', message, path);
    if (label === unlabelled) throw refused('it has no label yet');
    const present = labelAt(label, this.now);
    const day = dayOf(this.now);
    const audience = this.audienceOf(typeName, text);
    const wider = releasedLabel(present, to, { nation: this.nation, day, audience });
    if ('problem' in wider) throw refused(wider.problem);
    if (wider === present) return text;
    const released = labelText(wider);
    if (!this.isAsStrict(typeName, released, record.label)) {
      throw refused(`the label of the record keeps \`${to}\` out: relabel it first`);
    }
    return this.readable(typeName, released, path);
  }

  /** Refuses a label under which the writer could not read what they write. */
  readable(typeName: string, text: string, path: Path): string {
    if (text.length > longestLabel) {
      throw new WriteRefused('INVALID', `written out, a label has ${longestLabel} characters at most`, path);
    }
    const decision = this.#parts.sight.decideOn(this.typed(typeName), text);
    if (decision.effect === 'permit') return text;
    throw decision.effect === 'stepUp'
      ? new WriteRefused('STEP_UP_REQUIRED', 'a stronger sign-in is required to write under this label', path)
      : new WriteRefused('LABEL_NOT_ALLOWED', 'you could not read what you write under this label', path);
  }

  /** A source by its label's text; null: that is none. */
  protected sourceOf(typeName: string, id: string, text: string, fields: Source['fields']): Source | null {
    const label = labelIn(text);
    const { domain } = this.typed(typeName);
    return label === unlabelled ? null : { id, owner: nationOf(id) ?? this.nation, domain, label, fields };
  }

  #asked(input: LabelInput, path: Path, sources: readonly Source[]): Label {
    const { nation, registry, now } = this;
    const label = labelFrom(input, { nation, registry, now, sources: sources.map((source) => source.label) });
    if ('problem' in label) throw new WriteRefused('INVALID', label.problem, [...path, ...label.path]);
    return label;
  }

  /** The text of a label that this record may be given. */
  #allowed(record: AnyRecord, label: Label, path: Path): string {
    if (this.#covers(label, this.#madeFrom(record), this.typed(record.__typename))) {
      return this.readable(record.__typename, labelText(label), path);
    }
    throw new WriteRefused('LABEL_NOT_ALLOWED', 'must be at least as strict as what the record was made from', path);
  }

  /** From now on, at every moment. */
  #covers(label: Label, sources: readonly Source[], { domain }: RecordType): boolean {
    return sources.every((source) => staysAsStrict({ label, owner: this.nation, domain }, source, this.#parts));
  }

  /** The marking of what joins them all, to print. */
  #needed(sources: readonly Source[]): string {
    return banner(this.joined(sources));
  }

  /** What the record was made from, as one source. */
  #madeFrom({ __typename, id, leastLabel }: AnyRecord): readonly Source[] {
    if (!leastLabel) return [];
    const source = this.sourceOf(__typename, id, leastLabel, {});
    if (source !== null) return [source];
    throw new WriteRefused('LABEL_NOT_ALLOWED', 'the label of what it was made from cannot be read', ['input']);
  }
}
