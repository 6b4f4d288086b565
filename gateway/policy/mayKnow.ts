import type { Domain } from '../../schema/label/domain.ts';
import { unlabelled, type Label } from '../../schema/label/label.ts';
import { rank, type Level } from '../../schema/label/level.ts';
import type { Registry } from '../config/Registry.ts';
import { ceilingsOf } from './ceilingsOf.ts';
import { restrictionOf } from './restrictionOf.ts';

/** A record, or a field of one, as far as a nation may be told that it exists. */
export interface Labelled {
  readonly owner: string;
  readonly label: Label | typeof unlabelled;
  readonly domain: Domain;
}

/**
 * May this nation be told that a record with this label exists, by being sent its key? Its owner always. Others: where
 * the label opens to the nation as such, within its ceiling, the agreements and the categories its issuer vouches for;
 * never named recipients (TLP:RED) or unlabelled material. Of what is under ORCON a nation is told only for its own
 * people, and for those of the originator; an originator is told of what it controls.
 * `asker`: the nation of the reader for whom it is told; null: whoever that is, it must not be under ORCON.
 */
export function mayKnow(
  nation: string,
  asker: string | null,
  { owner, label, domain }: Labelled,
  registry: Registry,
  now: number,
): boolean {
  if (nation === owner) return true;
  const party = registry.parties.get(nation);
  if (!party || label === unlabelled) return false;
  const restriction = restrictionOf(label, owner, domain, registry, now);
  const { level, audience, eyes, recipients, allOf, anyOf, orcon, originators, officerOnly } = restriction;
  const ceilings = ceilingsOf(nation, registry, now);
  const agreed = (source: string): Level => (domain === 'CENTRAL' ? 'CTS' : (ceilings.get(source)?.[domain] ?? 'NU'));
  const categories = party.issuer?.vouches.categories ?? [];
  return (
    !officerOnly &&
    !isHeldBack(orcon, nation, asker) &&
    recipients === 'ALL' &&
    (audience === 'ALL' || audience.includes(nation)) &&
    (eyes === 'ALL' || eyes.includes(nation)) &&
    rank(level) <= rank(party.ceiling) &&
    [owner, ...originators].every((source) => rank(level) <= rank(agreed(source))) &&
    allOf.every((category) => categories.includes(category)) &&
    anyOf.every((group) => group.some((category) => categories.includes(category)))
  );
}

function isHeldBack(orcon: readonly string[], nation: string, asker: string | null): boolean {
  if (asker === null) return orcon.length > 0;
  return nation !== asker && orcon.some((originator) => ![nation, asker].includes(originator));
}
