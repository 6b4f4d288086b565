import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pseudonym } from '../../../gateway/policy/pseudonym.ts';

const key = new Uint8Array(32).fill(7);

it('is 22 characters that differ from owner to owner, person to person and key to key', () => {
  const anna = { issuer: 'https://idp.est.example', subject: 'anna' };
  const all = [
    pseudonym(anna, 'EST', key),
    pseudonym(anna, 'LVA', key),
    pseudonym({ ...anna, subject: 'karl' }, 'EST', key),
    pseudonym({ ...anna, issuer: 'https://idp.lva.example' }, 'EST', key),
    pseudonym(anna, 'EST', new Uint8Array(32).fill(8)),
  ];
  expect(new Set(all).size).toBe(all.length);
  for (const each of all) expect(each).toMatch(/^[\w-]{22}$/);
  expect(pseudonym(anna, 'EST', key)).toBe(all[0]);
});

it('cannot be met by moving a character from one part to the next', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
      fc.pre(a !== c || b !== d);
      const of = (issuer: string, subject: string) => pseudonym({ issuer, subject }, 'EST', key);
      expect(of(a, b)).not.toBe(of(c, d));
    }),
  );
});
