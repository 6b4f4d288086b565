import { dayOf } from '../../schema/label/dayOf.ts';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { canRead, failedRules } from '../../schema/label/canRead.ts';
import type { Aal, Role } from '../../schema/label/clearance.ts';
import type { SharingDomain } from '../../schema/label/domain.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import type { Level } from '../../schema/label/level.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { Registry } from '../config/Registry.ts';
import { CodedError } from '../errors.ts';
import type { Reader } from '../identity/Reader.ts';
import { centralOwner, clearanceTowards } from '../policy/clearanceTowards.ts';
import type { AllianceContext } from './AllianceContext.ts';
import { labelOf, type LabelInput } from '../../schema/label/labelOf.ts';

interface ReaderInput {
  readonly nation: string;
  readonly nationality?: string | null;
  readonly level: Level;
  readonly clearanceExpiresAt?: string | null;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: number;
}

/** The very decision that records are decided by, for a reader made up and a record of the asker's own nation. */
export function explainAccess(
  _root: unknown,
  args: { reader: ReaderInput; label: LabelInput; domain: SharingDomain },
  { registry, request, pseudonym }: AllianceContext,
): { permitted: boolean; failedRules: readonly string[]; effectiveLevel: Level } {
  const { now, reader: asker } = request;
  const owner = asker.nation;
  const label = labelOf(args.label, owner, dayOf(now));
  const problem = labelProblem(label);
  if (problem !== null) throw new CodedError('BAD_USER_INPUT', {}, `the label is not allowed: ${problem}`);

  const known = asSeenBy(asker, registry, now, pseudonym(asker, centralOwner));
  const clearance = clearanceTowards(readerOf(args.reader, known, now), owner, known, now, '');
  const restriction = resolve(label, owner, known.directory, args.domain, now);
  const failed = failedRules(clearance, restriction, args.domain);
  const { effect } = canRead(clearance, restriction, args.domain);
  return {
    permitted: effect === 'permit',
    failedRules: effect === 'stepUp' ? ['ASSURANCE'] : failed,
    effectiveLevel: clearance.levels[args.domain],
  };
}

/** The registry without the agreements that the asker may not see, lest the answer tell of them. */
function asSeenBy(asker: Reader, registry: Registry, now: number, pseudonym: string): Registry {
  const clearance = clearanceTowards(asker, centralOwner, registry, now, pseudonym);
  const agreements = registry.agreements.filter(({ marking }) => {
    const label = parseMarking(marking)?.label;
    if (label === undefined) return false;
    const restriction = resolve(label, centralOwner, registry.directory, 'CENTRAL', now);
    return canRead(clearance, restriction, 'CENTRAL').effect === 'permit';
  });
  const document = { ...registry.document, agreements };
  return { ...registry, agreements, document, directory: directoryOf(document) };
}

/** Claims that the nation's own issuer would make; what it may not vouch for has no effect. */
function readerOf(input: ReaderInput, registry: Registry, now: number): Reader {
  const { nation, nationality, level, clearanceExpiresAt, categories, roles, aal } = input;
  const expires = clearanceExpiresAt ? Date.parse(clearanceExpiresAt) : Infinity;
  if (Number.isNaN(expires)) throw new CodedError('BAD_USER_INPUT', {}, '`clearanceExpiresAt` is not a date and time');
  if (!isAal(aal)) throw new CodedError('BAD_USER_INPUT', {}, '`aal` must be 1, 2 or 3');
  return {
    issuer: registry.parties.get(nation)?.issuer?.url ?? '',
    subject: '',
    nation,
    nationality: nationality ?? nation,
    level,
    nationalTerm: null,
    clearanceExpiresAt: expires,
    categories,
    roles,
    aal,
    multiFactor: aal > 1,
    authenticatedAt: now,
    tokenExpiresAt: Infinity,
  };
}

const isAal = (aal: number): aal is Aal => aal === 1 || aal === 2 || aal === 3;
