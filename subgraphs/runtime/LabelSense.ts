import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { Domain } from '../../schema/label/domain.ts';
import { joinResolved } from '../../schema/label/joinLabels.ts';
import { unlabelled, type Label, type Names, type Restriction } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { labelText } from '../../schema/label/marking.ts';
import { intersect } from '../../schema/label/names.ts';
import { resolve } from '../../schema/label/resolve.ts';
import { flooredLabel } from './flooredLabel.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import { parsedMarking } from './parsedMarking.ts';
import type { RecordType } from './RecordType.ts';
import { staysAsStrict } from './staysAsStrict.ts';

/**
 * In characters, of a label that is written. A record with as many portions as any type has goes into one marking with
 * it: what is hidden of those must not show in whether there is room.
 */
export const longestLabel = 800;

/** A label, and the domain that says what it means. */
interface Readable {
  readonly label: Label | typeof unlabelled;
  readonly domain: Domain;
}

export interface LabelSenseParts {
  readonly nation: string;
  readonly registry: AllianceDocument;
  readonly directory: Directory;
  readonly types: ReadonlyMap<string, RecordType>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What the texts of labels ask for on this nation's records, from one moment on. */
export class LabelSense {
  readonly nation: string;
  readonly registry: AllianceDocument;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly #parts: LabelSenseParts;

  constructor(parts: LabelSenseParts) {
    this.nation = parts.nation;
    this.registry = parts.registry;
    this.now = parts.now;
    this.#parts = parts;
  }

  /** Is the one label text, in this type's domain and from this moment on, at least as strict as the other? */
  isAsStrict(typeName: string, text: string, than: string): boolean {
    const record = { owner: this.nation, domain: this.typed(typeName).domain };
    return staysAsStrict({ ...record, label: labelIn(text) }, { ...record, label: labelIn(than) }, this.#parts);
  }

  /**
   * The text of a label that asks for all that one field of a record asks for: the record's label, the field's own and its
   * floors. Whoever may read under it may read the field.
   */
  fieldLabel({ __typename, label, portions }: LabelledRecord<string, string>, field: string): string {
    const own = portions[field] ?? label;
    const text = this.isAsStrict(__typename, own, label) ? own : this.joinedLabel(__typename, [own, label]);
    const whole = labelIn(text);
    return whole === unlabelled ? text : labelText(flooredLabel(whole, this.typed(__typename).floors.get(field) ?? []));
  }

  /**
   * The text of a label at least as strict as these, which is no longer than a record has room for: where the join would
   * be, one that is as strict as the last of them and opens to nobody.
   */
  boundedJoin(typeName: string, texts: readonly [string, string]): string {
    const joined = this.joinedLabel(typeName, texts);
    const label = labelIn(texts[1]);
    if (joined.length <= longestLabel || label === unlabelled) return joined;
    return labelText({ ...labelAt(label, this.now), releasableTo: [], succession: null });
  }

  /** Whom a label lets in at this moment, whatever else it asks of them. */
  audienceOf(typeName: string, text: string): Names {
    return this.#restriction(this.#read(typeName, text)).audience;
  }

  /**
   * The nations and organisations that a label lets in as such at this moment: not those of which it wants only some
   * nationals, nor any where it names persons.
   */
  bodiesLetIn(typeName: string, text: string): Names {
    const { recipients, audience, eyes } = this.#restriction(this.#read(typeName, text));
    return recipients === 'ALL' ? intersect(audience, eyes) : [];
  }

  /** The text of the label that joins these. */
  joinedLabel(typeName: string, texts: readonly string[]): string {
    const [only, ...others] = [...new Set(texts)];
    if (only !== undefined && others.length === 0) return only;
    return labelText(this.joined(texts.map((text) => this.#read(typeName, text))));
  }

  protected typed(name: string): RecordType {
    const type = this.#parts.types.get(name);
    if (type === undefined) throw new TypeError(`\`${name}\` is no type of record`);
    return type;
  }

  /** With names written out, so that it means the same in every domain. */
  protected joined(labels: readonly Readable[]): Label {
    return joinResolved(
      labels.map((one) => ({ label: one.label, restriction: this.#restriction(one) })),
      this.now,
    );
  }

  #read(typeName: string, text: string): Readable {
    return { label: labelIn(text), domain: this.typed(typeName).domain };
  }

  #restriction({ label, domain }: Readable): Restriction {
    return resolve(label, this.nation, this.#parts.directory, domain, this.now);
  }
}

/** Of a text that the store holds or that was written a moment ago; one that cannot be read counts as no label. */
export const labelIn = (text: string): Label | typeof unlabelled => parsedMarking(text)?.label ?? unlabelled;
