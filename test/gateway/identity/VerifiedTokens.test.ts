import { afterAll, beforeAll, expect, it } from 'vitest';
import { KeySets } from '../../../gateway/identity/KeySets.ts';
import { VerifiedTokens } from '../../../gateway/identity/VerifiedTokens.ts';
import { now } from '../../support/demoAlliance.ts';
import { startIssuers, type Issuers } from '../../support/startIssuers.ts';

let issuers: Issuers;
beforeAll(async () => {
  issuers = await startIssuers(['EST']);
});
afterAll(() => issuers.stop());

/** The reader that a token stands for, one object as long as it is not verified anew. */
async function readerOf(tokens: VerifiedTokens, token: string, at = now, registry = issuers.registry) {
  const verified = await tokens.verify(token, registry, at);
  return 'refused' in verified ? verified.refused : verified.reader;
}

async function known() {
  const tokens = new VerifiedTokens(new KeySets());
  const token = await issuers.sign('EST', { claims: {} });
  await readerOf(tokens, token);
  const reader = await readerOf(tokens, token);
  expect(reader).toBeTypeOf('object');
  return { tokens, token, reader };
}

it('a reader who comes again is the same one, without another look at the signature', async () => {
  const { tokens, token, reader } = await known();
  expect(await readerOf(tokens, token, now + 1000)).toBe(reader);
});

it('a reader whose token is over is refused, however often it was good', async () => {
  const { tokens, token } = await known();
  expect(await readerOf(tokens, token, now + 900_000)).toBe('EXPIRED');
});

it('a reader is looked at anew by another registry, and when the clock is set back', async () => {
  const { tokens, token, reader } = await known();
  expect(await readerOf(tokens, token, now - 1)).not.toBe(reader);
  const again = await readerOf(tokens, token, now);
  expect(await readerOf(tokens, token, now, { ...issuers.registry })).not.toBe(again);
});

it('a token that differs in one character is another token', async () => {
  const { tokens, token } = await known();
  const changed = `${token.slice(0, -10)}${token.at(-10) === 'A' ? 'B' : 'A'}${token.slice(-9)}`;
  expect(await readerOf(tokens, changed)).toBe('SIGNATURE');
});
