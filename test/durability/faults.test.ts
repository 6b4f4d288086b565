import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults, recallFaults } from './faults.ts';

it.each(Object.entries({ ...faults, ...recallFaults }))('%s: fits the source that it is planted in', (_, fault) => {
  const places = readFileSync(fault.file, 'utf8').split(fault.find).length - 1;
  expect(places).toBe(1);
});
