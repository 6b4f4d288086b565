const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What every store can hold: no half characters, no U+0000. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0');

/**
 * Reads one VERIS record by dotted path. The VERIS schema lets many odd values pass, so every value is checked here:
 * one of an unexpected type is noted and reads as absent. Nothing is lost by that, the original is kept whole.
 */
export class VerisReader {
  readonly notes: string[] = [];
  readonly #record: unknown;

  constructor(record: unknown) {
    this.#record = record;
  }

  note(text: string): void {
    this.notes.push(text);
  }

  value(path: string): unknown {
    let value = this.#record;
    for (const step of path.split('.')) {
      if (Array.isArray(value)) value = value[Number(step)];
      else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
      else return undefined;
    }
    return value;
  }

  /** The names of what an object holds; `[]` when it is absent. */
  keys(path: string): string[] {
    const value = this.#expect(path, 'an object', isObject);
    return value === undefined ? [] : Object.keys(value);
  }

  /** Without outer spaces; an empty text is absent. */
  text(path: string): string | null {
    const value = this.#expect(path, 'text', isText)?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** The texts of a list, trimmed, the empty ones left out. */
  texts(path: string): string[] {
    return this.list(path).flatMap((item, index) => {
      if (!isText(item)) {
        this.note(`\`${path}[${index}]\` is not text: kept in the source only`);
        return [];
      }
      const text = item.trim();
      return text === '' ? [] : [text];
    });
  }

  list(path: string): readonly unknown[] {
    return this.#expect(path, 'a list', (value): value is readonly unknown[] => Array.isArray(value)) ?? [];
  }

  /** A whole number from 0 to 2^53 - 1. */
  count(path: string): number | null {
    const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
    return this.#expect(path, 'a whole number', isCount) ?? null;
  }

  #expect<T>(path: string, kind: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.value(path);
    if (value === undefined) return undefined;
    if (is(value)) return value;
    this.note(`\`${path}\` is not ${kind}: kept in the source only`);
    return undefined;
  }
}
