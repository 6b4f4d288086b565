import { expect, it } from 'vitest';

import { parse } from './importsOf.ts';

it('finds every form of import, two on one line included', () => {
  const text = `import { a } from './a.ts'; import b from './b.ts';
    import type { C } from './c.ts';
    import './d.ts';
    export { e } from './e.ts';
    export * from './f.ts';
    export * as g from './g.ts';
    export const h = await import('./h.ts');`;
  expect(parse('example.ts', text)).toEqual({
    imports: ['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts'],
    dynamic: [`import('./h.ts')`],
    wildcardExports: ['./f.ts', './g.ts'],
  });
});
