import { expect, it } from 'vitest';
import { findAll, searchLine } from './findAll.ts';
import { readFaults } from './readFaults.ts';

/** Always the same cases: whether a fault is found is not for chance to say. */
const seed = 7;

it('every leak that is planted is found', { timeout: 60 * 60_000 }, async () => {
  const searches = await findAll(seed, (search) => process.stdout.write(`${searchLine(search)}\n`));
  expect(searches.length).toBe(readFaults().length);
  expect(searches.filter(({ after }) => after === null).map(({ fault }) => fault.id)).toEqual([]);
});
