import { createHash } from 'node:crypto';
import { equivalences, type Equivalence } from '../../schema/alliance/equivalence.ts';
import { rank } from '../../schema/label/level.ts';
import type { Agency, Party } from '../config/Registry.ts';
import { agreementsOf } from './agreements.ts';
import type { AllianceContext } from './AllianceContext.ts';
import { coalitions } from './coalitions.ts';

export const nationResolvers = {
  isMember: ({ code }: Party, _args: unknown, { registry }: AllianceContext) =>
    registry.nations.get(code)?.member ?? false,
  agency: ({ code }: Party, _args: unknown, { registry }: AllianceContext) => {
    const agency = registry.nations.get(code)?.agency;
    return agency ? { ...agency, nation: code } : null;
  },
  classificationTable: ({ code }: Party) =>
    equivalences
      .filter(({ nation }) => nation === code)
      .map(levelOf)
      .sort(order),
  coalitions: ({ code }: Party, _args: unknown, { registry }: AllianceContext) => coalitions(registry, code),
  agreements: ({ code }: Party, _args: unknown, { registry }: AllianceContext) => agreementsOf(registry, [code]),
  graphStatus: ({ code }: Party, _args: unknown, { stateOf }: AllianceContext) => stateOf(code),
};

export const agencyResolvers = {
  contacts: ({ contacts, nation }: Agency & { readonly nation: string }) =>
    contacts
      .map((contact, index) => ({ ...contact, id: contactId(nation, index) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
};

/** A contact keeps its id as long as it keeps its place in the registry. */
const contactId = (nation: string, index: number): string =>
  `ALLIANCE:h:${createHash('sha256').update(`${nation} ${index}`).digest('hex').slice(0, 26)}`;

const levelOf = ({ term, data, since, until, verified }: Equivalence) => ({
  term,
  level: data,
  since: since === null ? null : instant(since),
  until: until === null ? null : instant(until),
  verified,
});

const instant = (day: string): string => `${day}T00:00:00.000Z`;

type NationalLevel = ReturnType<typeof levelOf>;

const order = (a: NationalLevel, b: NationalLevel): number =>
  rank(b.level) - rank(a.level) || compare(a.since ?? '', b.since ?? '') || compare(a.term, b.term);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
