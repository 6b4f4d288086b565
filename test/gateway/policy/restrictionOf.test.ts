import fc from 'fast-check';
import { expect, it } from 'vitest';
import { directoryTowards } from '../../../gateway/policy/directoryTowards.ts';
import { restrictionOf } from '../../../gateway/policy/restrictionOf.ts';
import { sharingDomains } from '../../../schema/label/domain.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import { demoValue, now, registryOf } from '../../support/demoAlliance.ts';
import { labels } from '../../support/labelArbitraries.ts';

const registry = registryOf(demoValue());
const owners = fc.constantFrom('EST', 'LVA', 'POL', 'ALLIANCE');
const domains = fc.constantFrom(...sharingDomains, 'CENTRAL' as const);
/** Around successions and the turns of agreements, back and forth. */
const moments = fc.array(fc.integer({ min: Date.parse('2023-01-01'), max: Date.parse('2033-01-01') }), {
  minLength: 1,
  maxLength: 6,
});

it('is what the label asks at that moment, whoever has asked before and when', () => {
  fc.assert(
    fc.property(labels, owners, domains, moments, (label, owner, domain, at) => {
      for (const moment of at) {
        const asked = restrictionOf(label, owner, domain, registry, moment);
        expect(asked).toEqual(resolve(label, owner, directoryTowards(owner, registry), domain, moment));
      }
    }),
  );
});

it('is one object for one label, as long as nothing turns', () => {
  fc.assert(
    fc.property(labels, owners, domains, (label, owner, domain) => {
      const asked = restrictionOf(label, owner, domain, registry, now);
      expect(restrictionOf(label, owner, domain, registry, now + 1)).toBe(asked);
    }),
  );
});
