import Fastify from 'fastify';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../gateway/http/parseBody.ts';

/** Text with the letters of some names written as escapes. */
const spelled = (name: string) =>
  fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length }).map((escaped) =>
    Array.from(name)
      .map((letter, index) => (escaped[index] ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter))
      .join(''),
  );

const name = fc.oneof(
  ...['__proto__', 'constructor', 'prototype'].map(spelled),
  fc.constantFrom('query', '__proto', 'constructor_', 'prototype', '__proto__', 'constructor'),
);

const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', '1', '"__proto__"', '"constructor"', '', '{', '[1', '\uFEFF{}', '{"a":1}x'),
    fc.array(tie('body') as fc.Arbitrary<string>, { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(name, tie('body') as fc.Arbitrary<string>), { maxLength: 3 })
      .map((entries) => `{${entries.map(([key, value]) => `"${key}": ${value}`).join(',')}}`),
  ),
}));

describe('the body of a request', () => {
  it('is read, and refused where a key could reach a prototype, as Fastify does', async () => {
    const app = Fastify();
    const fastify = app.getDefaultJsonParser('error', 'error');
    const byFastify = (text: string): unknown => {
      let outcome: unknown = 'refused';
      const done = (error: Error | null, value?: unknown): void => {
        if (!error) outcome = { value };
      };
      fastify.call(app, {} as never, text, done as never);
      return outcome;
    };
    const byUs = (text: string): unknown => {
      try {
        return { value: parseBody(text) };
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(body as fc.Arbitrary<string>, (text) => {
        expect(byUs(text)).toEqual(byFastify(text));
      }),
      { numRuns: 2000 },
    );
    expect(byUs('{"a":{"\\u005f_proto__":{}}}')).toBe('refused');
    expect(byUs('{"constructor":{"prototype":{}}}')).toBe('refused');
    expect(byUs('{"constructor":{"proto":{}}}')).not.toBe('refused');
    await app.close();
  });
});
