import { isUtf8 } from 'node:buffer';
import { scanObject, type Scan, type Source } from './scanJson.ts';
import type { ScanAnswer } from './Spliced.ts';

/** Answers with data and nothing else. `places`: how many kinds of records others fill. */
export function scanAnswer(data: Scan, places: number): ScanAnswer {
  const scan = scanObject([{ key: 'data', scan: data }]);
  return (body) => {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (!isUtf8(bytes)) return null;
    const text = bytes.toString('latin1');
    const source: Source = { bytes, text, marks: [], places: Array.from({ length: places }, () => []) };
    let end = scan(source, 0);
    if (end < 0) return null;
    while (end < bytes.length && isSpace(bytes[end])) end += 1;
    if (end < bytes.length) return null;
    return { text, marks: source.marks, places: source.places };
  };
}

const isSpace = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x20 || byte === 0x0d || byte === 0x09;
