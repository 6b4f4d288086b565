import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOriginals } from '../../../subgraphs/adapters/readOriginals.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const lines = (file: string, content: Uint8Array) =>
  parseOriginals(file, content).map(({ line, text, problem }) => [
    line,
    problem === null ? text : problem.split(':')[0],
  ]);

describe('a file of originals', () => {
  it.each([
    ['empty', '', []],
    ['of empty lines', '\n\r\n \n', []],
    [
      'with a byte order mark and carriage returns',
      '\uFEFF{"a":1}\r\n{"b":2}\r\n',
      [
        [1, '{"a":1}'],
        [2, '{"b":2}'],
      ],
    ],
    [
      'without a last line end',
      '{"a":1}\n\n{"b":2}',
      [
        [1, '{"a":1}'],
        [3, '{"b":2}'],
      ],
    ],
    [
      'with a malformed line',
      '{"a":1}\n{"a":\n{"b":2}',
      [
        [1, '{"a":1}'],
        [2, 'not JSON'],
        [3, '{"b":2}'],
      ],
    ],
  ])('%s is read line by line', (_, content, expected) => {
    expect(lines('x.jsonl', bytes(content))).toEqual(expected);
  });

  it('a line that is not UTF-8 is a problem of that line alone', () => {
    const content = Uint8Array.from([...bytes('{"a":1}\n'), 0xff, 0x0a, ...bytes('{"b":2}')]);
    expect(lines('x.jsonl', content)).toEqual([
      [1, '{"a":1}'],
      [2, 'not UTF-8'],
      [3, '{"b":2}'],
    ]);
  });

  it('a file named `.json` is one original over many lines', () => {
    expect(lines('X.JSON', bytes('{\n  "a": 1\n}\n'))).toEqual([[1, '{\n  "a": 1\n}']]);
  });

  it('every original comes back byte for byte with its line', () => {
    fc.assert(
      fc.property(fc.array(fc.json({ stringUnit: 'grapheme' }), { minLength: 1 }), (texts) => {
        expect(parseOriginals('x.jsonl', bytes(texts.join('\n'))).map(({ text }) => text)).toEqual(texts);
      }),
    );
  });
});
