import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real VERIS records, which lie beside the project and are never part of it (CC BY-SA 4.0). */
export const verisFolder = fileURLToPath(new URL('../../../../../shared/data/veris/incidents', import.meta.url));

export const skipReason = existsSync(verisFolder) ? null : `there are no VERIS records at \`${verisFolder}\``;

export interface VerisOriginal {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export const verisFiles = (): string[] =>
  readdirSync(verisFolder)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted();

export function verisOriginals(file: string): VerisOriginal[] {
  const lines = readFileSync(`${verisFolder}/${file}`, 'utf8').split('\n');
  return lines.flatMap((text, index) =>
    text === '' ? [] : [{ file, line: index + 1, text, value: JSON.parse(text) as Record<string, unknown> }],
  );
}
