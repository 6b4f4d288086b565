import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseSync } from 'oxc-parser';

import { projectRoot } from './sourceFiles.ts';

export interface ModuleLinks {
  /** Specifiers of `import`, `import type` and `export ... from`. */
  readonly imports: readonly string[];
  /** The texts of `import(...)`. */
  readonly dynamic: readonly string[];
  /** Specifiers of `export * from`. */
  readonly wildcardExports: readonly string[];
}

const read = new Map<string, ModuleLinks>();

/** What a file links to, from its syntax tree: text search misses a second import on one line. */
export function importsOf(file: string): ModuleLinks {
  const known = read.get(file);
  if (known !== undefined) return known;
  const links = parse(file, readFileSync(join(projectRoot, file), 'utf8'));
  read.set(file, links);
  return links;
}

export function parse(file: string, text: string): ModuleLinks {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.filter((entry) => entry.moduleRequest !== null),
  );
  return {
    imports: [
      ...module.staticImports.map((found) => found.moduleRequest.value),
      ...reexports.map((entry) => entry.moduleRequest?.value ?? ''),
    ],
    dynamic: module.dynamicImports.map((found) => text.slice(found.start, found.end)),
    wildcardExports: reexports
      .filter((entry) => entry.importName.name === null)
      .map((entry) => entry.moduleRequest?.value ?? ''),
  };
}
