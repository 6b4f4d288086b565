import type { StoredRecord } from '../support/oracle/prune.ts';

/** What the model of a store holds. Records are replaced, never changed, so that a copy costs nothing. */
export class ModelMemory {
  #records: readonly StoredRecord[] = [];
  readonly #labels = new Map<number, string>();
  readonly #idOfLabel = new Map<string, number>();
  /** Ids of records by the author of a write and the author's own reference. */
  readonly references = new Map<string, string>();
  /** Ids of records by the format and key of what they were imported from. */
  readonly origins = new Map<string, string>();

  constructor(records: readonly StoredRecord[]) {
    this.hold(records);
    for (const { id, sentAs } of records) {
      if (sentAs) this.references.set(JSON.stringify([sentAs.author, sentAs.reference]), id);
    }
  }

  get records(): readonly StoredRecord[] {
    return this.#records;
  }

  /** Label texts by id; one that has been in use stays. */
  get labels(): ReadonlyMap<number, string> {
    return this.#labels;
  }

  /** 0: no record has ever had this label. */
  labelId(text: string): number {
    return this.#idOfLabel.get(text) ?? 0;
  }

  /** From now on these records and no other. */
  hold(records: readonly StoredRecord[]): void {
    this.#records = records;
    for (const text of records.flatMap(({ label, portions }) => [label, ...Object.values(portions)])) {
      if (text === undefined || this.#idOfLabel.has(text)) continue;
      this.#idOfLabel.set(text, this.#labels.size + 1);
      this.#labels.set(this.#labels.size + 1, text);
    }
  }

  /** From now on all that the other one holds. */
  become(other: ModelMemory): void {
    this.hold(other.records);
    for (const [own, others] of [
      [this.references, other.references],
      [this.origins, other.origins],
    ] as const) {
      own.clear();
      for (const [key, id] of others) own.set(key, id);
    }
  }

  copy(): ModelMemory {
    const copy = new ModelMemory([]);
    copy.become(this);
    return copy;
  }
}
