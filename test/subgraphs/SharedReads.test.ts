import { expect, it } from 'vitest';
import { setImmediate as turn } from 'node:timers/promises';
import { SharedReads } from '../../subgraphs/runtime/SharedReads.ts';

/** A store that says how often it was written before it was read. */
function counting(): { reads: SharedReads; made: string[]; write: () => void; read: (key: string) => Promise<number> } {
  const [reads, made] = [new SharedReads(), [] as string[]];
  let written = 0;
  const read = (key: string): Promise<number> =>
    reads.get(key, async () => {
      made.push(key);
      return written;
    });
  return { reads, made, write: () => (written += 1), read };
}

it('requests that ask the same in one turn share one read', async () => {
  const { made, read } = counting();
  expect(await Promise.all([read('a'), read('b'), read('a'), read('a')])).toEqual([0, 0, 0, 0]);
  expect(made).toEqual(['a', 'b']);
});

it('a request is given what was committed before it asked, whoever asked first', async () => {
  const { made, write, read } = counting();
  const first = read('a');
  write();
  const second = read('a');
  expect(await second).toBe(1);
  await first;
  write();
  expect(await read('a')).toBe(2);
  expect(made).toEqual(['a', 'a']);
});

it('a read that is under way is nobody else’s', async () => {
  const { reads } = counting();
  const { promise, resolve } = Promise.withResolvers<string>();
  const slow = reads.get('a', () => promise);
  await turn();
  expect(await reads.get('a', async () => 'newer')).toBe('newer');
  resolve('older');
  expect(await slow).toBe('older');
});

it('a read that fails does so for all who share it, and for nobody after them', async () => {
  const { reads } = counting();
  const fail = async (): Promise<string> => {
    throw new Error('gone');
  };
  const both = await Promise.allSettled([reads.get('a', fail), reads.get('a', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await reads.get('a', async () => 'back')).toBe('back');
});
