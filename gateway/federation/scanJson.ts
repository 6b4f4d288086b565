// Scanners of JSON (RFC 8259) that is written as JSON.stringify writes it. A scanner returns where its value ends, or -1
// where there is no such value or it could be written otherwise: what it accepts may be copied.

export interface Source {
  /** In valid UTF-8: that is for whoever has all of them to know. */
  readonly bytes: Uint8Array;
  /** Where what `scanRecord` and `scanRows` looked for has been found. */
  readonly marks: number[];
  /** By number: the records to which others bring something. */
  readonly places: readonly number[][];
}

export type Scan = (source: Source, at: number) => number;

const [quote, backslash, minus, comma] = [0x22, 0x5c, 0x2d, 0x2c];
const [opening, closing, brace] = [0x5b, 0x5d, 0x7d];

/** By byte: 1 where it may follow a backslash as JSON.stringify writes it, but for escapes with a number. */
const escapes = new Uint8Array(256);
for (const letter of String.raw`"\bfnrt`) escapes[letter.charCodeAt(0)] = 1;

/** By byte: 1 where text does not just go on. */
const stops = new Uint8Array(256).fill(1, 0, 0x20);
stops[quote] = stops[backslash] = 1;

export const scanText: Scan = ({ bytes }, at) => {
  if (bytes[at] !== quote) return -1;
  const { length } = bytes;
  for (let index = at + 1; index < length; index += 1) {
    const byte = bytes[index] as number;
    if (stops[byte] === 0) continue;
    if (byte === quote) return index + 1;
    if (byte !== backslash) return -1;
    index += 1;
    if (index === length || escapes[bytes[index] as number] === 0) return -1;
  }
  return -1;
};

/** Text without escapes, of which `isGood` is true. */
export const scanTextThat =
  (isGood: (text: string) => boolean): Scan =>
  (source, at) => {
    const end = scanText(source, at);
    const text = end < 0 ? '\\' : textOf(source.bytes, at + 1, end - 1);
    return !text.includes('\\') && isGood(text) ? end : -1;
  };

export const scanInt: Scan = ({ bytes }, at) => {
  const first = bytes[at] === minus ? at + 1 : at;
  let index = first;
  let value = 0;
  for (; index < bytes.length && index - first <= 10; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const leads = bytes[first] === 0x30;
  const isPlain = index > first && (!leads || (index === first + 1 && first === at));
  return isPlain && value < 2 ** 31 && endsNumber(bytes, index) ? index : -1;
};

export const scanFloat: Scan = ({ bytes }, at) => {
  let index = at;
  while (index < bytes.length && !endsNumber(bytes, index)) index += 1;
  const text = textOf(bytes, at, index);
  return JSON.stringify(Number(text)) === text ? index : -1;
};

/** One of these, to the byte. */
export const scanWords = (words: readonly string[]): Scan => {
  const all = words.map((word) => Buffer.from(word));
  return ({ bytes }, at) => {
    for (const word of all) if (startsWith(bytes, word, at)) return at + word.length;
    return -1;
  };
};

export const scanOrNull = (scan: Scan): Scan => {
  const scanNull = scanWords(['null']);
  return (source, at) => (source.bytes[at] === 0x6e ? scanNull(source, at) : scan(source, at));
};

export const scanList =
  (scan: Scan): Scan =>
  (source, at) => {
    const { bytes } = source;
    if (bytes[at] !== opening) return -1;
    if (bytes[at + 1] === closing) return at + 2;
    for (let index = at + 1; ; index += 1) {
      index = scan(source, index);
      if (index < 0) return -1;
      if (bytes[index] === closing) return index + 1;
      if (bytes[index] !== comma) return -1;
    }
  };

export interface ScannedField {
  readonly key: string;
  readonly scan: Scan;
  /** Whether the scanner marks what is in the value. */
  readonly isMarked?: boolean;
}

/** Exactly these keys, in this order. */
export const scanObject = (fields: readonly ScannedField[]): Scan => {
  const steps = fields.map(stepOf);
  return (source, at) => {
    let index = at;
    for (const { before, scan } of steps) {
      if (!startsWith(source.bytes, before, index)) return -1;
      index = scan(source, index + before.length);
      if (index < 0) return -1;
    }
    return source.bytes[index] === brace ? index + 1 : -1;
  };
};

const stepOf = ({ key, scan, isMarked = false }: ScannedField, index: number) => ({
  before: Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`),
  scan,
  isMarked,
});

/**
 * As `scanObject`. Marks two numbers for each field: where its key begins and where its value ends, or where the marks of
 * the value begin (-1: it is null); then one for each of the `fills`, for whoever brings it to set.
 */
export const scanRecord = (fields: readonly ScannedField[], fills: readonly number[]): Scan => {
  const steps = fields.map(stepOf);
  const size = 2 * steps.length + fills.length;
  return (source, at) => {
    const { bytes, marks, places } = source;
    let mark = marks.length;
    for (const fill of fills) places[fill]?.push(mark);
    for (let number = 0; number < size; number += 1) marks.push(-1);
    let index = at;
    for (const { before, scan, isMarked } of steps) {
      if (!startsWith(bytes, before, index)) return -1;
      const below = marks.length;
      marks[mark] = index + 1;
      index = scan(source, index + before.length);
      if (index < 0) return -1;
      if (!isMarked) marks[mark + 1] = index;
      else if (marks.length > below) marks[mark + 1] = below;
      mark += 2;
    }
    return bytes[index] === brace ? index + 1 : -1;
  };
};

/** As `scanList`. Marks where its marks end; then, for each item, where those of the item end, and these. */
export const scanRows = (scan: Scan): Scan => enclosed(scanList(enclosed(scan)));

const enclosed =
  (scan: Scan): Scan =>
  (source, at) => {
    const { marks } = source;
    const mark = marks.push(-1) - 1;
    const end = scan(source, at);
    marks[mark] = marks.length;
    return end;
  };

function startsWith(bytes: Uint8Array, word: Uint8Array, at: number): boolean {
  const { length } = word;
  if (at + length > bytes.length) return false;
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== word[index]) return false;
  return true;
}

/** A comma or a bracket. */
function endsNumber(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === comma || byte === closing || byte === brace;
}

const textOf = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
