import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Every TypeScript file of the project, as a path from its root. */
export const sourceFiles = (): string[] =>
  globSync('{schema,gateway,subgraphs,test}/**/*.{ts,tsx}', {
    cwd: projectRoot,
    exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
