import { expect, it } from 'vitest';
import { mayReadOwn } from '../../../gateway/policy/mayReadOwn.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';

const registry = registryOf(demoValue());
const officer = reader({ nation: 'EST', level: 'NC', categories: [], roles: ['SECURITY_OFFICER'], aal: 2 });
const rest = 'ORIGINATOR EST CREATED 2025-01-01';

it.each([
  [`NC REL TO EST ${rest}`, true, 'the officer is cleared for it'],
  [`NS REL TO EST ${rest}`, false, 'the officer is not cleared as high'],
  [`NC REL TO LVA ${rest}`, false, 'it is not for their own nation'],
  [`NR REL TO EST ALL OF coi:SCEPVA ${rest}`, false, 'they lack a category'],
  [`NC REL TO EST ${rest} AS "GEHEIM | (x)"`, true, 'quoted text decides nothing'],
  ['UNLABELLED', false, 'unlabelled material needs the highest clearance'],
  ['NC REL TO EST', false, 'it is no label'],
  ['', false, 'it is nothing'],
])('%s: %s, for %s', (label, may) => {
  expect(mayReadOwn(officer, registry, now, 'p')(label)).toBe(may);
});
