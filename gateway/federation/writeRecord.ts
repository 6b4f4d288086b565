import type { ScannedAnswer } from './Spliced.ts';

/** Writes a value from the answers, by number; `at`: where its marks begin in the answer that it was found in. */
export type Write = (answers: readonly ScannedAnswer[], at: number) => string;

/** Some of the fields of a record, one after the other in the reader's order. */
export interface Piece {
  /** The answer that they are in. */
  readonly answer: number;
  /** Where the marks of the record tell of that answer's own. Null: it is the record's. */
  readonly slot: number | null;
  /** By number: fields that follow each other in the answer, too. */
  readonly first: number;
  readonly last: number;
  /** Of the one field that cannot be copied: its key and how to write its value. */
  readonly written: { readonly key: string; readonly write: Write } | null;
}

export const writeRecord = (answer: number, pieces: readonly Piece[]): Write => {
  const steps = pieces.map((piece, index) => ({
    ...piece,
    before: `${index === 0 ? '{' : ','}${piece.written ? `${JSON.stringify(piece.written.key)}:` : ''}`,
  }));
  return (answers, at) => {
    let text = '';
    for (const { answer: from, slot, first, last, written, before } of steps) {
      const record = slot === null ? at : markOf(answers[answer], at + slot);
      text += before;
      if (written === null) {
        text += fieldsIn(answers[from], record, first, last);
      } else {
        const below = markOf(answers[from], record + 2 * first + 1);
        text += below < 0 ? 'null' : written.write(answers, below);
      }
    }
    return `${text}}`;
  };
};

/** A list whose items may be null. */
export const writeRows =
  (answer: number, write: Write): Write =>
  (answers, at) => {
    const end = markOf(answers[answer], at);
    let text = '[';
    for (let item = at + 1; item < end;) {
      const next = markOf(answers[answer], item);
      text += item === at + 1 ? '' : ',';
      text += next === item + 1 ? 'null' : write(answers, item + 1);
      item = next;
    }
    return `${text}]`;
  };

/** The value of one field of the record that an answer begins with. */
export const writeRoot = (field: number, key: string, write: Write | null): Write => {
  const before = `"${key}":`.length;
  return (answers, at) => {
    if (!write) return fieldIn(answers[0], at, field).slice(before);
    const below = markOf(answers[0], at + 2 * field + 1);
    return below < 0 ? 'null' : write(answers, below);
  };
};

/** Key and value of a field that can be copied. */
export const fieldIn = (answer: ScannedAnswer | undefined, record: number, field: number): string =>
  fieldsIn(answer, record, field, field);

const fieldsIn = (answer: ScannedAnswer | undefined, record: number, first: number, last: number): string =>
  answer?.text.slice(markOf(answer, record + 2 * first), markOf(answer, record + 2 * last + 1)) ?? '';

const markOf = (answer: ScannedAnswer | undefined, at: number): number => answer?.marks[at] ?? -1;
