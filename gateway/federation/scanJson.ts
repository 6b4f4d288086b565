// Scanners of JSON (RFC 8259) that is written as JSON.stringify writes it. A scanner returns where its value ends, or -1
// where there is no such value or it could be written otherwise: what it accepts may be copied.

export interface Source {
  /** In valid UTF-8: that is for whoever has all of them to know. */
  readonly bytes: Uint8Array;
  /** The same bytes, one a character. */
  readonly text: string;
  /** Where what `scanRecord` and `scanRows` looked for has been found. */
  readonly marks: number[];
  /** By number: the records to which others bring something. */
  readonly places: readonly number[][];
}

export interface Scan {
  (source: Source, at: number): number;
  /** A regular expression for the most usual of what the scanner accepts, and for nothing else: it is quicker. */
  readonly pattern?: string;
}

const [quote, backslash, minus, comma] = [0x22, 0x5c, 0x2d, 0x2c];
const [opening, closing, brace] = [0x5b, 0x5d, 0x7d];

/** By byte: 1 where it may follow a backslash as JSON.stringify writes it, but for escapes with a number. */
const escapes = new Uint8Array(256);
for (const letter of String.raw`"\bfnrt`) escapes[letter.charCodeAt(0)] = 1;

/** By byte: 1 where text does not just go on. */
const stops = new Uint8Array(256).fill(1, 0, 0x20);
stops[quote] = stops[backslash] = 1;

const usual = (pattern: string, scan: Scan): Scan => Object.assign(scan, { pattern });

const plain = String.raw`[^"\\\x00-\x1f]*`;
export const scanText = usual(String.raw`"${plain}(?:\\["\\bfnrt]${plain}){0,16}"`, ({ bytes }, at) => {
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
});

/** Text without escapes, of which `isGood` is true. */
export const scanTextThat =
  (isGood: (text: string) => boolean): Scan =>
  (source, at) => {
    const end = scanText(source, at);
    const text = end < 0 ? '\\' : textOf(source.bytes, at + 1, end - 1);
    return !text.includes('\\') && isGood(text) ? end : -1;
  };

export const scanInt = usual('(?:0|-?[1-9][0-9]{0,8})(?=[,}\\]])', ({ bytes }, at) => {
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
});

/** Up to 6 digits behind the point and 14 in all, JavaScript writes a number as it reads it. */
const decimal = String.raw`(?:0|-?(?:0\.[0-9]{0,5}[1-9]|[1-9][0-9]{0,7}(?:\.[0-9]{0,5}[1-9])?))(?=[,}\]])`;
export const scanFloat = usual(decimal, ({ bytes }, at) => {
  let index = at;
  while (index < bytes.length && !endsNumber(bytes, index)) index += 1;
  const text = textOf(bytes, at, index);
  return JSON.stringify(Number(text)) === text ? index : -1;
});

/** One of these, to the byte: words, or words in quotes. */
export const scanWords = (words: readonly string[]): Scan => {
  const all = words.map((word) => Buffer.from(word));
  return usual(`(?:${words.join('|')})`, ({ bytes }, at) => {
    for (const word of all) if (startsWith(bytes, word, at)) return at + word.length;
    return -1;
  });
};

export const scanOrNull = (scan: Scan): Scan => {
  const scanNull = scanWords(['null']);
  const either: Scan = (source, at) => (source.bytes[at] === 0x6e ? scanNull(source, at) : scan(source, at));
  return scan.pattern === undefined ? either : usual(`(?:null|${scan.pattern})`, either);
};

export const scanList = (scan: Scan): Scan => {
  const list: Scan = (source, at) => {
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
  const { pattern } = scan;
  return pattern === undefined ? list : usual(String.raw`\[(?:${pattern}(?:,${pattern}){0,15})?\]`, list);
};

export interface ScannedField {
  readonly key: string;
  readonly scan: Scan;
  /** Whether the scanner marks what is in the value. */
  readonly isMarked?: boolean;
}

/** The value of the first of these fields, then the others, one after the other. */
export function scanFields([first, ...others]: readonly [ScannedField, ...ScannedField[]]): Scan {
  if (others.length === 0) return first.scan;
  const steps = others.map((field) => stepOf(field, ','));
  const all: Scan = (source, at) => {
    let index = first.scan(source, at);
    for (const { before, scan } of steps) {
      if (index < 0 || !startsWith(source.bytes, before, index)) return -1;
      index = scan(source, index + before.length);
    }
    return index;
  };
  if ([first, ...others].some(({ scan }) => scan.pattern === undefined)) return all;
  const pattern = [first.scan.pattern, ...others.map(({ key, scan }) => `"${key}":${scan.pattern}`)].join(',');
  const quick = new RegExp(pattern, 'y');
  return usual(pattern, (source, at) => {
    quick.lastIndex = at;
    return quick.test(source.text) ? quick.lastIndex : all(source, at);
  });
}

const stepOf = ({ key, scan, isMarked = false }: ScannedField, before: '{' | ',') => ({
  before: Buffer.from(`${before}"${key}":`),
  scan,
  isMarked,
});

/** Exactly these keys, in this order. */
export const scanObject = (fields: readonly [ScannedField, ...ScannedField[]]): Scan => {
  const { before, scan } = stepOf({ key: fields[0].key, scan: scanFields(fields) }, '{');
  const object: Scan = (source, at) => {
    if (!startsWith(source.bytes, before, at)) return -1;
    const index = scan(source, at + before.length);
    return index >= 0 && source.bytes[index] === brace ? index + 1 : -1;
  };
  return scan.pattern === undefined ? object : usual(String.raw`\{"${fields[0].key}":${scan.pattern}\}`, object);
};

/**
 * As `scanObject`. Marks two numbers for each field: where its key begins and where its value ends, or where the marks of
 * the value begin (-1: it is null); then one for each of the `fills`, for whoever brings it to set.
 */
export const scanRecord = (fields: readonly ScannedField[], fills: readonly number[]): Scan => {
  const steps = fields.map((field, index) => stepOf(field, index === 0 ? '{' : ','));
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
