import { unlabelled, type Label, type Marking } from './label.ts';
import { markingText } from './marking.ts';
import { MarkingReader, UnreadableMarking } from './MarkingReader.ts';
import { readLabel, type LabelDefaults } from './readLabel.ts';

/** In characters. A longer text is not a marking. */
export const maxMarkingLength = 8192;

const fieldPattern = /^[a-z][A-Za-z0-9]{0,63}$/;

/** Reads the canonical text and no other: `markingText` of what it returns is that text. Null = unreadable. */
export function parseMarking(text: string): Marking | null {
  const marking = attempt(text, readMarking);
  return 'problem' in marking || markingText(marking) !== text ? null : marking;
}

/**
 * Reads one label as people write it: clauses in any order, lists unsorted. With `defaults` it may be as short as
 * `NR REL TO NATO`; its originator is then added to those it is released to.
 */
export function parseLabel(text: string, defaults?: LabelDefaults): Label | { readonly problem: string } {
  return attempt(text, (reader) => {
    const label = readLabel(reader, defaults);
    expectEnd(reader);
    return label;
  });
}

function attempt<T>(text: string, read: (reader: MarkingReader) => T): T | { readonly problem: string } {
  if (text.length > maxMarkingLength) return { problem: `the text is longer than ${maxMarkingLength} characters` };
  try {
    return read(new MarkingReader(text));
  } catch (error) {
    if (error instanceof UnreadableMarking) return { problem: error.message };
    throw error;
  }
}

function readMarking(reader: MarkingReader): Marking {
  const label = reader.takes(unlabelled) ? unlabelled : readLabel(reader, undefined);
  const portions = new Map<string, Label>();
  while (reader.takes('|')) {
    const word = reader.take();
    const field = word.slice(0, -1);
    if (!word.endsWith(':') || !fieldPattern.test(field)) throw new UnreadableMarking(`\`${word}\` is not a field`);
    portions.set(field, readLabel(reader, undefined));
  }
  expectEnd(reader);
  return { label, portions };
}

function expectEnd(reader: MarkingReader): void {
  if (reader.next !== undefined) throw new UnreadableMarking(`nothing may follow before \`${reader.next}\``);
}
