import { expect, it } from 'vitest';
import { AlertQueue } from '../../../gateway/alerts/AlertQueue.ts';

it('hands on in order what is there, waits for what is not, and takes no more than it may', async () => {
  const queue = new AlertQueue<number>(2);
  const first = queue.next();
  expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
  expect([await first, await queue.next()]).toEqual([1, 2]);
});

it('takes what has to stand before or behind the rest, however much waits', async () => {
  const queue = new AlertQueue<number>(1);
  queue.push(2);
  queue.append(3);
  queue.putBack([1]);
  expect([queue.push(4), await queue.next(), await queue.next(), await queue.next()]).toEqual([false, 1, 2, 3]);
});

it('tells who waits when there is room', async () => {
  const queue = new AlertQueue<number>(1);
  queue.push(1);
  const room = queue.room().then(() => queue.push(2));
  expect(await queue.next()).toBe(1);
  expect(await room).toBe(true);
});

it('lets everybody go when it ends', async () => {
  const queue = new AlertQueue<number>(1);
  queue.push(1);
  const room = queue.room();
  queue.end();
  await room;
  expect([queue.push(2), await queue.next()]).toEqual([false, null]);
});
