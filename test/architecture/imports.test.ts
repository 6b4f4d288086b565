import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from 'vitest';

import table from './allowedImports.json' with { type: 'json' };
import { importsOf } from './importsOf.ts';
import { sourceFiles } from './sourceFiles.ts';

/** Folder or file (the longest that fits decides) → what it may import. `*` is any package. */
const allowed: Readonly<Record<string, readonly string[]>> = table;
const files = sourceFiles();

/** What an import reaches: a path from the project's root, or a package, or `node:...`. */
const reach = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;

const covers = (rule: string, target: string): boolean =>
  target === rule || target.startsWith(rule.endsWith(':') ? rule : `${rule}/`);

function rulesFor(file: string): readonly string[] {
  const [folder] = Object.keys(allowed)
    .filter((key) => covers(key, file))
    .sort((a, b) => b.length - a.length);
  return folder === undefined ? [] : (allowed[folder] ?? []);
}

function mayImport(file: string, specifier: string): boolean {
  const isOurs = specifier.startsWith('.');
  return rulesFor(file).some((rule) => (rule === '*' ? !isOurs : covers(rule, reach(file, specifier))));
}

const violations = (choose: (file: string) => readonly string[]): string[] =>
  files.flatMap((file) => choose(file).map((what) => `${file}: ${what}`));

describe('who may import whom', () => {
  it('finds the sources of both sides, of the contract and of the tests', () => {
    for (const folder of ['schema/', 'gateway/', 'subgraphs/', 'test/']) {
      expect(files.filter((file) => file.startsWith(folder)).length).toBeGreaterThan(1);
    }
    expect(files.flatMap((file) => importsOf(file).imports).length).toBeGreaterThan(100);
  });

  it('holds for every import of every file', () => {
    expect(violations((file) => importsOf(file).imports.filter((specifier) => !mayImport(file, specifier)))).toEqual(
      [],
    );
  });

  it('lets gateway and subgraphs meet only in schema, and no domain import its sister', () => {
    expect(mayImport('gateway/federation/a.ts', '../../subgraphs/runtime/b.ts')).toBe(false);
    expect(mayImport('subgraphs/runtime/a.ts', '../../gateway/errors.ts')).toBe(false);
    expect(mayImport('subgraphs/incidents/a.ts', '../exercises/b.ts')).toBe(false);
    expect(mayImport('schema/label/a.ts', 'zod')).toBe(false);
    expect(mayImport('schema/label/a.ts', '../labelling/b.ts')).toBe(false);
    expect(mayImport('gateway/policy/a.ts', '../../test/support/b.ts')).toBe(false);
    expect(mayImport('subgraphs/incidents/a.ts', '../runtime/b.ts')).toBe(true);
  });

  it('writes relative imports with their ending, and no import that only runs later', () => {
    expect(
      violations((file) =>
        importsOf(file).imports.filter((it) => it.startsWith('.') && !/\.(ts|tsx|json|css)$/.test(it)),
      ),
    ).toEqual([]);
    expect(violations((file) => importsOf(file).dynamic)).toEqual([]);
  });

  it('exports by name only, one file at a time', () => {
    expect(violations((file) => importsOf(file).wildcardExports)).toEqual([]);
  });
});
