import { sharingDomains } from '../../schema/label/domain.ts';
import { minLevel } from '../../schema/label/level.ts';
import type { Reader } from '../identity/Reader.ts';
import { ownClearance } from '../policy/ownClearance.ts';
import type { AllianceContext } from './AllianceContext.ts';
import { partyOf } from './partyOf.ts';

/** What the alliance makes of the reader's token. Every one of these objects is the Reader itself. */
export const viewerResolvers = {
  Viewer: {
    pseudonym: (reader: Reader, { towards }: { towards: string }, { pseudonym }: AllianceContext) =>
      pseudonym(reader, towards),
    nation: ({ nation }: Reader, _args: unknown, context: AllianceContext) => partyOf({ code: nation }, context),
    organisation: ({ nation }: Reader, _args: unknown, { registry }: AllianceContext) =>
      registry.organisations.get(nation)?.name ?? registry.nations.get(nation)?.agency?.name ?? null,
    roles: (reader: Reader, _args: unknown, { registry, request }: AllianceContext) =>
      ownClearance(reader, registry, request.now).roles,
    clearance: (reader: Reader) => reader,
    assurance: (reader: Reader) => reader,
  },
  Clearance: {
    effectiveLevels: (reader: Reader, _args: unknown, { registry, request }: AllianceContext) => {
      const { levels } = ownClearance(reader, registry, request.now);
      const most = registry.parties.get(reader.nation)?.ceiling ?? 'NU';
      return sharingDomains.map((domain) => ({ domain, level: minLevel(levels[domain], most) }));
    },
    categories: (reader: Reader, _args: unknown, { registry, request }: AllianceContext) =>
      ownClearance(reader, registry, request.now).categories,
    expiresAt: ({ clearanceExpiresAt }: Reader) => new Date(clearanceExpiresAt).toISOString(),
  },
  Assurance: {
    aal: (reader: Reader, _args: unknown, { registry, request }: AllianceContext) =>
      ownClearance(reader, registry, request.now).aal,
    authenticatedAt: ({ authenticatedAt }: Reader) => new Date(authenticatedAt).toISOString(),
  },
};
