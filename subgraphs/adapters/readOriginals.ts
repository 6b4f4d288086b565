import { readFileSync } from 'node:fs';

/** One original as it lies in a file; `problem` says why it cannot be sent. */
export interface Original {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly value: unknown;
  readonly problem: string | null;
}

/** Reads a file whole. Throws what node throws: the file is missing, a directory, or not to be read. */
export const readOriginals = (file: string): Original[] => parseOriginals(file, readFileSync(file));

/**
 * A file named `.json` holds one original, any other file one on each line. A byte order mark, carriage returns and
 * empty lines are passed over; what remains is kept byte for byte.
 */
export function parseOriginals(file: string, bytes: Uint8Array): Original[] {
  const whole = file.toLowerCase().endsWith('.json');
  const lines = whole ? [bytes] : splitLines(bytes);
  return lines.flatMap((lineBytes, index) => {
    const original = parseOriginal(lineBytes);
    return original === null ? [] : [{ file, line: index + 1, ...original }];
  });
}

function parseOriginal(bytes: Uint8Array): Omit<Original, 'file' | 'line'> | null {
  let text: string;
  try {
    // A leading byte order mark is dropped by the decoder.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return { text: '', value: undefined, problem: 'not UTF-8' };
  }
  if (text === '') return null;
  try {
    return { text, value: JSON.parse(text), problem: null };
  } catch (error) {
    return { text, value: undefined, problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}
