import { agreementCeiling } from '../../schema/alliance/agreementCeiling.ts';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { roles, type Aal, type Clearance, type Role } from '../../schema/label/clearance.ts';
import { sharingDomains, type Domain } from '../../schema/label/domain.ts';
import { isLevel, minLevel, rank, type Level } from '../../schema/label/level.ts';

/** A reader as the vectors write one: `LVA NS national:USA coi:EXCON role:ANALYST aal:2 person:p1 until:2026-01-01`. */
export interface TestReader {
  readonly nation: string;
  readonly level: Level;
  readonly nationality: string;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: Aal;
  readonly person: string;
  /** Epoch milliseconds. */
  readonly clearedUntil: number;
}

const domains: readonly Domain[] = [...sharingDomains, 'CENTRAL'];

export function parseTestReader(text: string): TestReader {
  const [nation = '', level, ...facts] = text.split(' ');
  if (!isLevel(level)) throw new TypeError(`no level in \`${text}\``);
  const named = (name: string): string | undefined =>
    facts.find((fact) => fact.startsWith(`${name}:`))?.slice(name.length + 1);
  const until = named('until');
  return {
    nation,
    level,
    nationality: named('national') ?? nation,
    categories: facts.filter((fact) => /^(coi|cav):/.test(fact)),
    roles: roles.filter((role) => role === named('role')),
    aal: ([1, 2, 3] as const).find((aal) => String(aal) === named('aal')) ?? 3,
    person: named('person') ?? 'p0',
    clearedUntil: until === undefined ? Infinity : Date.parse(until),
  };
}

/** What the reader holds towards an owner by the registry alone, as if the issuer could vouch for everything. */
export function clearanceTowards(
  reader: TestReader,
  owner: string,
  document: AllianceDocument,
  now: number,
): Clearance {
  const expired = now >= reader.clearedUntil;
  const towards = (code: string): Record<Domain, Level> => {
    const reach = (domain: Domain): Level =>
      expired ? 'NU' : minLevel(reader.level, agreementCeiling(document, code, reader.nation, domain, now));
    return {
      INCIDENTS: reach('INCIDENTS'),
      INDICATORS: reach('INDICATORS'),
      CAPABILITIES: reach('CAPABILITIES'),
      EXERCISES: reach('EXERCISES'),
      LESSONS: reach('LESSONS'),
      CENTRAL: reach('CENTRAL'),
    };
  };
  const levels = towards(owner);
  const codes = [...document.nations, ...document.organisations].map(({ code }) => code);
  const lower = codes
    .map((code) => [code, towards(code)] as const)
    .filter(([, there]) => domains.some((domain) => rank(there[domain]) < rank(levels[domain])));
  return {
    nation: reader.nation,
    nationality: reader.nationality,
    pseudonym: reader.person,
    levels,
    lower: Object.fromEntries(lower),
    categories: expired ? [] : reader.categories,
    roles: reader.roles,
    aal: reader.aal,
  };
}
