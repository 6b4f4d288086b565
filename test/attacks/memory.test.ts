import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentStore } from '../../gateway/http/documentStore.ts';
import { parseOperation } from '../../gateway/operation/parseOperation.ts';
import { CodedError } from '../../gateway/errors.ts';
import { operation, sendRaw } from './sendRaw.ts';
import { startLoneGateway, type LoneGateway } from './startLoneGateway.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const megabytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

describe('memory stays bounded', () => {
  it('X14: of a million texts padded to 100 kB no more is kept than fits', async () => {
    const store = documentStore(32 * 2 ** 20);
    const before = megabytes();
    for (let number = 0; number < 2_000; number++) {
      const document = parseOperation(`{ a${number}: nations { code } } #${'x'.repeat(100_000)}`);
      if (document === null || document instanceof CodedError) throw new TypeError('not a document');
      await store.set(String(number), document);
    }
    expect(megabytes() - before).toBeLessThan(64);
    expect(await store.get('1999')).toBeDefined();
    expect(await store.get('0')).toBeUndefined();
  });

  let gateway: LoneGateway;
  beforeAll(async () => {
    gateway = await startLoneGateway();
  });
  afterAll(() => gateway.stop());

  it('over many distinct operations: a prepared one that is heavy leaves no room for many', async () => {
    const heavy = (number: number): string =>
      `{ ${Array.from({ length: 8 }, (_, index) => `a${number}_${index}: incidents(first: 1) { edges { node { owner { name } affectedNations { name } lessons(first: 1) { edges { node { owner { name } } } } related(first: 1) { edges { node { assertedBy { name } to { owner { name } } from { owner { name } } } } } } } }`).join(' ')} }`;
    const run = async (from: number, to: number): Promise<number> => {
      for (let number = from; number < to; number++)
        expect((await sendRaw(gateway.url, operation(gateway.token, heavy(number)))).status).toBe(200);
      return megabytes();
    };
    const full = await run(0, 250);
    const later = await run(250, 400);
    // Unbounded, another 150 of them take 130 MB.
    expect(later - full).toBeLessThan(40);
  });
});
