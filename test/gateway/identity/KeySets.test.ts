import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyToken } from '../../../gateway/identity/verifyToken.ts';
import { now } from '../../support/demoAlliance.ts';
import { startIssuers, type Issuers } from '../../support/startIssuers.ts';

const minutes = 60_000;
let issuers: Issuers;

beforeEach(async () => {
  // Keys age by the wall clock; sockets and timers go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] });
  issuers = await startIssuers(['EST']);
});
afterEach(async () => {
  vi.useRealTimers();
  await issuers.stop();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const asked = () => issuers.requests.get('/EST/jwks') ?? 0;

/** What a reader with this token is told: null = served. */
async function refusalOf(token: string): Promise<string | null> {
  const verified = await verifyToken(token, { registry: issuers.registry, keySets: issuers.keySets, now });
  return 'refused' in verified ? verified.refused : null;
}

describe('a reader whose issuer changes its keys', () => {
  it('is served with the new key at once, and with the old one for as long as it is published', async () => {
    const old = await issuers.sign('EST');
    expect(await refusalOf(old)).toBeNull();
    await issuers.rotate('EST', 'beside');
    expect(await refusalOf(await issuers.sign('EST'))).toBeNull();
    expect(await refusalOf(old)).toBeNull();
    expect(asked()).toBe(2);
  });

  it('is refused with a key that was withdrawn, ten minutes later at the latest', async () => {
    const old = await issuers.sign('EST');
    expect(await refusalOf(old)).toBeNull();
    await issuers.rotate('EST', 'alone');
    pass(10 * minutes + 1);
    expect(await refusalOf(old)).toBe('SIGNATURE');
    expect(await refusalOf(await issuers.sign('EST'))).toBeNull();
  });

  it('does not wait while keys that are five minutes old are fetched anew', async () => {
    const old = await issuers.sign('EST');
    expect(await refusalOf(old)).toBeNull();
    await issuers.rotate('EST', 'alone');
    pass(5 * minutes + 1);
    expect(await refusalOf(old)).toBeNull();
    await expect.poll(() => refusalOf(old)).toBe('SIGNATURE');
  });
});

describe.each(['error', 'silence', 'nonsense'] as const)(
  'a reader whose issuer’s keys can no longer be fetched (%s)',
  (how) => {
    it('is served with the old keys for an hour, and no longer', async () => {
      const token = await issuers.sign('EST');
      expect(await refusalOf(token)).toBeNull();
      issuers.answer(how);
      for (const age of [6, 5, 20, 28]) {
        pass(age * minutes);
        expect(await refusalOf(token)).toBeNull();
      }
      pass(minutes + 1);
      expect(await refusalOf(token)).toBe('KEYS_UNAVAILABLE');
      issuers.answer('keys');
      pass(5_001);
      expect(await refusalOf(token)).toBeNull();
    });
  },
);

it('a thousand readers at once, while their issuer answers with an error, cost it one request in five seconds', async () => {
  issuers.answer('error');
  const token = await issuers.sign('EST');
  for (let time = 0; time < 10; time++) {
    const all = await Promise.all(Array.from({ length: 100 }, () => refusalOf(token)));
    expect(new Set(all)).toEqual(new Set(['KEYS_UNAVAILABLE']));
  }
  expect(asked()).toBe(1);
});
