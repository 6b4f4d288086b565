import { LRUCache } from 'lru-cache';
import type { Registry } from '../../gateway/config/Registry.ts';
import { readRegistry } from '../../gateway/config/readRegistry.ts';
import { readerFromClaims } from '../../gateway/identity/readerFromClaims.ts';
import type { Reader } from '../../gateway/identity/Reader.ts';
import { tokenClaims } from '../../gateway/identity/TokenClaims.ts';
import { pseudonym } from '../../gateway/policy/pseudonym.ts';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { Reading } from '../support/oracle/prune.ts';
import { readRegistryFacts, type RegistryFacts } from '../support/oracle/RegistryFacts.ts';
import type { AllianceData, ReaderClaims } from './LeakCase.ts';

/** The registry of one alliance as each side reads it, and the moment at which everything happens. */
export interface Scene {
  readonly registry: Registry;
  /** The registry as the oracle reads it. */
  readonly facts: RegistryFacts;
  readonly now: number;
  /** Nations that serve records, by code: what the names on labels mean to each. */
  readonly directories: ReadonlyMap<string, Directory>;
  /** What each of them is told of the registry. */
  readonly documents: ReadonlyMap<string, AllianceDocument>;
}

export function sceneOf({ registryText, now }: Pick<AllianceData, 'registryText' | 'now'>): Scene {
  const read = readRegistry(registryText, '/etc/alliance');
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  const { registry } = read;
  const serving = [...registry.nations.values()].filter(({ endpoint }) => endpoint !== null);
  const documents = new Map(serving.map(({ code }) => [code, extractFor(code, registry.document)]));
  return {
    registry,
    facts: readRegistryFacts(registryText),
    now,
    directories: new Map([...documents].map(([code, document]) => [code, directoryOf(document)])),
    documents,
  };
}

/** What the names on labels mean to a nation; to one that serves no records, what they mean to the gateway. */
export const directoryIn = ({ directories, registry }: Scene, nation: string): Directory =>
  directories.get(nation) ?? registry.directory;

/** The same in every run, so that pseudonyms and cursors compare. */
export const sealingKey = new Uint8Array(64).fill(7);
export const pseudonymKey = (code: string): Uint8Array => new Uint8Array(32).fill(code.charCodeAt(0));

const pseudonyms = new LRUCache<string, string>({ max: 10_000 });

export function pseudonymOf(reader: Pick<Reader, 'issuer' | 'subject' | 'nation'>, owner: string): string {
  const memo = JSON.stringify([reader.issuer, reader.subject, reader.nation, owner]);
  const made = pseudonyms.get(memo) ?? pseudonym(reader, owner, pseudonymKey(reader.nation));
  pseudonyms.set(memo, made);
  return made;
}

/** The claims of a whole access token, good at that moment. */
export function wholeClaims(claims: ReaderClaims, now: number) {
  const seconds = Math.floor(now / 1000);
  return { ...claims, iat: seconds - 60, exp: seconds + 900, auth_time: seconds - 60 };
}

/** What the gateway makes of a verified token. */
export function readerOf(claims: ReaderClaims, { registry, now }: Scene): Reader {
  const party = registry.parties.get(claims.nation);
  if (!party?.issuer) throw new TypeError(`${claims.nation} has no issuer`);
  const read = readerFromClaims(tokenClaims.parse(wholeClaims(claims, now)), { ...party, issuer: party.issuer }, now);
  if ('refused' in read) throw new TypeError(`the token of ${JSON.stringify(claims)} is refused: ${read.detail}`);
  return read.reader;
}

/** What the oracle makes of it. `aal`: as if the reader had signed in like that. */
export function readingOf(claims: ReaderClaims, scene: Scene, aal: number = claims.aal): Reading {
  const { registry, facts, now } = scene;
  const issuer = registry.parties.get(claims.nation)?.issuer?.url ?? '';
  return {
    reader: {
      nation: claims.nation,
      nationality: claims.nationality,
      level: claims.clearance,
      clearedUntil: claims.clearance_exp * 1000,
      categories: claims.categories,
      roles: claims.roles,
      aal,
      pseudonym: (owner) => pseudonymOf({ issuer, subject: claims.sub, nation: claims.nation }, owner),
    },
    registry: facts,
    at: now,
  };
}

/** The strongest sign-in that the issuer may vouch for. */
export const strongestAal = ({ nation }: ReaderClaims, { facts }: Scene): number =>
  facts.bodies.get(nation)?.vouches?.aal ?? 1;
