import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttackRows } from '../attacks/attackRows.ts';
import { importsOf } from './importsOf.ts';
import { projectRoot } from './sourceFiles.ts';

const rows = readAttackRows();

/** A test file with what it takes the names of its tests from, where there is a test for each of some rows. */
function textOf(file: string): string {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  if (!text.includes('.each(')) return text;
  const beside = importsOf(file)
    .imports.filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name))
    .filter((path) => path.startsWith('test/'))
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));
  return [{ path: file, text }, ...beside].flatMap((source) => [source.text, ...rowsReadBy(source)]).join('\n');
}

function rowsReadBy({ path, text }: { path: string; text: string }): readonly string[] {
  return [...text.matchAll(/'([\w./-]+\.(?:yaml|json))'/g)]
    .flatMap(([, name = '']) => [join(dirname(path), name), join('test/vectors', name)])
    .map((data) => join(projectRoot, data))
    .filter((data) => existsSync(data))
    .map((data) => readFileSync(data, 'utf8'));
}

const numbers = (prefix: string, first: number, last: number, digits = 2): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => prefix + String(first + index).padStart(digits, '0'));
const ids = new Set(rows.map(({ id }) => id));

describe('the list of attacks', () => {
  it('has every row once, each with what shows it or with who will', () => {
    expect(ids.size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(150);
    for (const { id, proofs, open } of rows) expect([id, proofs.length > 0 !== (open !== null)]).toEqual([id, true]);
  });

  it('leaves none of the sections out', () => {
    const wanted = [
      ...numbers('A', 1, 19),
      ...numbers('B', 1, 17),
      ...numbers('C', 1, 8),
      ...numbers('D', 1, 8),
      ...numbers('S', 1, 26, 1),
      ...numbers('C', 1, 7, 1),
      ...numbers('D', 1, 10, 1),
      ...numbers('R', 1, 6, 1),
    ];
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(rows.flatMap(({ id, proofs }) => proofs.map((proof) => ({ id, ...proof }))))(
    '$id is shown by a test that is there: $file, $words',
    ({ file, words }) => {
      expect(existsSync(file)).toBe(true);
      const text = textOf(file);
      const parts = words.replace(/:$/, '').split(/\b(?:with|by|that answers) /);
      expect(parts.some((part) => part !== '' && text.includes(part.replace(/ is refused$/, '').trim()))).toBe(true);
    },
  );
});
