import { expect, it } from 'vitest';
import { mayKnow } from '../../../gateway/policy/mayKnow.ts';
import type { Domain } from '../../../schema/label/domain.ts';
import { parseMarking } from '../../../schema/label/parseMarking.ts';
import { demoValue, now, registryOf } from '../../support/demoAlliance.ts';
import rows from '../../vectors/mayKnow.json' with { type: 'json' };

const registry = registryOf(demoValue());

it.each(rows)('$nation may know of a record of $owner ($may): $why', (row) => {
  const { nation, asker = 'POL', owner, marking, domain, at, may } = row;
  const label = parseMarking(marking)?.label ?? 'UNLABELLED';
  const moment = at === undefined ? now : Date.parse(at);
  const record = { owner, label, domain: (domain ?? 'INCIDENTS') as Domain };
  expect(mayKnow(nation, asker, record, registry, moment)).toBe(may);
});
