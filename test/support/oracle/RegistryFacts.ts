import { parse } from 'yaml';

/** A nation or an organisation. */
interface Body {
  /** The highest level it may know. */
  readonly ceiling: string;
  /** What its provider may say of its people; null = it has none. */
  readonly vouches: Vouches | null;
}

interface Vouches {
  readonly nationalities: readonly string[];
  readonly level: string;
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly aal: number;
}

interface Agreement {
  readonly id: string;
  readonly marking: string;
  readonly code: string;
  readonly parties: readonly string[];
  readonly ceiling: string;
  readonly covers: readonly string[];
  readonly from: string;
  readonly until: string | null;
}

/** What the registry's file says, as far as it decides who may read what. */
export interface RegistryFacts {
  readonly bodies: ReadonlyMap<string, Body>;
  readonly coalitions: ReadonlyMap<string, readonly string[]>;
  readonly agreements: readonly Agreement[];
}

/** When and about what is asked: names mean different things in different domains and at different times. */
export interface Moment {
  readonly registry: RegistryFacts;
  /** `INCIDENTS`, `INDICATORS`, ... or `CENTRAL`. */
  readonly domain: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface FileBody {
  readonly ceiling: string;
  readonly issuer?: { readonly vouches: Vouches } | null;
}

interface RegistryFile {
  readonly nations: Readonly<Record<string, FileBody>>;
  readonly organisations: Readonly<Record<string, FileBody>>;
  readonly coalitions: Readonly<Record<string, { readonly members: readonly string[] }>>;
  readonly agreements: readonly Agreement[];
}

/** Reads the YAML file that the gateway is started with. It is taken at its word: a broken one throws or denies. */
export function readRegistryFacts(text: string): RegistryFacts {
  const file = parse(text) as RegistryFile;
  const bodies = Object.entries({ ...file.nations, ...file.organisations });
  return {
    bodies: new Map(bodies.map(([code, { ceiling, issuer }]) => [code, { ceiling, vouches: issuer?.vouches ?? null }])),
    coalitions: new Map(Object.entries(file.coalitions).map(([code, { members }]) => [code, members])),
    agreements: file.agreements,
  };
}

/** Lowest first. A term that is not here has no rank, and -1 opens nothing. */
const ladder = ['NU', 'NR', 'NC', 'NS', 'CTS'];

export const rankOf = (level: string): number => ladder.indexOf(level);

/** Is this nation or organisation one of those that the name on a label stands for? */
export function standsFor(name: string, code: string, moment: Moment): boolean {
  const { registry } = moment;
  if (registry.bodies.has(name)) return name === code;
  if (registry.coalitions.has(name)) return registry.coalitions.get(name)?.includes(code) ?? false;
  return inForce(moment).some((agreement) => agreement.code === name && isParty(code, agreement, registry));
}

/** The rank up to which one body's material flows to another: by the most generous agreement that has both. */
export function flow(from: string, to: string, moment: Moment): number {
  if (from === to || moment.domain === 'CENTRAL') return rankOf('CTS');
  const both = inForce(moment).filter((agreement) =>
    [from, to].every((code) => isParty(code, agreement, moment.registry)),
  );
  return Math.max(rankOf('NU'), ...both.map(({ ceiling }) => rankOf(ceiling)));
}

const inForce = ({ registry, domain, at }: Moment): readonly Agreement[] =>
  registry.agreements.filter(
    ({ covers, from, until }) =>
      covers.includes(domain) && new Date(from).getTime() <= at && (until === null || at < new Date(until).getTime()),
  );

const isParty = (code: string, { parties }: Agreement, { coalitions }: RegistryFacts): boolean =>
  parties.some((party) => party === code || coalitions.get(party)?.includes(code));
