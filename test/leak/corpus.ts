import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { LeakCase } from './LeakCase.ts';

const folder = new URL('corpus/', import.meta.url);

/** Every case that has ever failed, smallest form, by the name of its file. */
export function readCorpus(): ReadonlyMap<string, LeakCase> {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as LeakCase]),
  );
}

/** The name of the file. */
export function keepInCorpus(leakCase: LeakCase): string {
  const text = `${JSON.stringify(leakCase, null, 2)}\n`;
  const file = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(file, folder), text);
  return file;
}
