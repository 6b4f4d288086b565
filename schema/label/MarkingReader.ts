import type { Names } from './label.ts';
import { sorted } from './names.ts';

/** Why a text is not a marking. Thrown by the reader, caught where texts come in (parseMarking.ts). */
export class UnreadableMarking extends Error {
  override readonly name = 'UnreadableMarking';
}

/** A string that is not closed is one token too: no text takes more than one pass. */
const token = /"(?:[^"\\]|\\.)*"?|[,()|]|[^\s,()|"]+/g;

/** Goes through the tokens of a marking once, from left to right. */
export class MarkingReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(token) ?? [];
  }

  /** The next token, not taken. */
  get next(): string | undefined {
    return this.#tokens[this.#at];
  }

  take(): string {
    const taken = this.next;
    if (taken === undefined) throw new UnreadableMarking('the marking ends too early');
    this.#at += 1;
    return taken;
  }

  /** Takes the token if it is next. */
  takes(wanted: string): boolean {
    if (this.next !== wanted) return false;
    this.#at += 1;
    return true;
  }

  expect(wanted: string): void {
    const taken = this.take();
    if (taken !== wanted) throw new UnreadableMarking(`\`${wanted}\` is missing before \`${taken}\``);
  }

  list(): readonly string[] {
    const items = [this.take()];
    while (this.takes(',')) items.push(this.take());
    return sorted(items);
  }

  names(): Names {
    const names = this.list();
    if (names.length === 1 && names[0] === 'ALL') return 'ALL';
    return names.length === 1 && names[0] === 'NOBODY' ? [] : names;
  }

  quoted(): string {
    return unquote(this.take());
  }

  quotedList(): readonly string[] {
    return sorted(this.list().map(unquote));
  }
}

function unquote(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
  } catch {
    // Not JSON: refused below, as anything else that is not a string.
  }
  throw new UnreadableMarking(`\`${text}\` is not a text in double quotes`);
}
