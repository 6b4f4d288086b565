import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAnswer } from '../../../gateway/nations/readAnswer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('makes an answer or a refusal of any bytes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes), fc.string().map(bytes)), (body) => {
      const { answer } = readAnswer(body);
      expect('unavailable' in answer !== 'data' in answer).toBe(true);
    }),
  );
});

it('hands on data as it is', () => {
  const values = fc.jsonValue({ maxDepth: 5, noUnicodeString: false } as fc.JsonSharedConstraints);
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), values), (data) => {
      const text = JSON.stringify({ data });
      fc.pre(!text.includes('__proto__'));
      expect(readAnswer(bytes(text)).answer).toEqual(JSON.parse(text));
    }),
  );
});
