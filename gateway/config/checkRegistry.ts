import { parseMarking } from '../../schema/label/parseMarking.ts';
import type { RegistryFile } from './RegistryFile.ts';

/** Something wrong in the registry, at a place in the file. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Check = (file: RegistryFile) => Iterable<Finding>;

/** What no part of the file can show by itself. All of it is checked, so that all of it can be put right at once. */
export const checkRegistry = (file: RegistryFile): Finding[] => checks.flatMap((check) => [...check(file)]);

const checks: readonly Check[] = [
  function* codesNameOneThing({ nations, organisations, coalitions, agreements }) {
    const taken = new Map<string, string>();
    const codes = [
      ...Object.keys(nations).map((code) => [code, ['nations', code]] as const),
      ...Object.keys(organisations).map((code) => [code, ['organisations', code]] as const),
      ...Object.keys(coalitions).map((code) => [code, ['coalitions', code]] as const),
    ];
    for (const [code, path] of codes) {
      const other = taken.get(code);
      if (other !== undefined) yield { path, message: `\`${code}\` is also a code in ${other}: choose another` };
      taken.set(code, path[0] ?? '');
    }
    for (const [at, { code }] of agreements.entries()) {
      const other = taken.get(code);
      const path = ['agreements', at, 'code'];
      if (other !== undefined) yield { path, message: `\`${code}\` is also a code in ${other}: choose another` };
    }
  },

  function* membersAreKnown({ nations, organisations, coalitions }) {
    for (const [code, { members }] of Object.entries(coalitions)) {
      for (const [at, member] of members.entries()) {
        const path = ['coalitions', code, 'members', at];
        if (!Object.hasOwn(nations, member) && !Object.hasOwn(organisations, member)) {
          yield {
            path,
            message: `\`${member}\` is neither a nation nor an organisation of this registry: add it there`,
          };
        }
        if (members.indexOf(member) < at) yield { path, message: `\`${member}\` is there twice: take one out` };
      }
    }
  },

  function* partiesAreKnown({ nations, organisations, coalitions, agreements }) {
    for (const [index, { parties }] of agreements.entries()) {
      for (const [at, party] of parties.entries()) {
        const path = ['agreements', index, 'parties', at];
        if (![nations, organisations, coalitions].some((known) => Object.hasOwn(known, party))) {
          yield {
            path,
            message: `\`${party}\` is no nation, organisation or coalition of this registry: add it there`,
          };
        }
        if (parties.indexOf(party) < at) yield { path, message: `\`${party}\` is there twice: take one out` };
      }
      if (new Set(parties.flatMap((party) => coalitions[party]?.members ?? [party])).size < 2) {
        yield { path: ['agreements', index, 'parties'], message: 'is one party alone: name at least two' };
      }
    }
  },

  function* agreementsAreWhole({ agreements }) {
    const ids = agreements.map(({ id }) => id);
    for (const [at, { id, from, until, marking }] of agreements.entries()) {
      const path = ['agreements', at];
      if (ids.indexOf(id) < at) yield { path: [...path, 'id'], message: `\`${id}\` is there twice: give each its own` };
      if (until !== null && Date.parse(until) <= Date.parse(from)) {
        yield {
          path: [...path, 'until'],
          message: `\`${until}\` is not after \`${from}\`: let it end after it begins`,
        };
      }
      yield* readable(marking, [...path, 'marking']);
    }
  },

  function* contactsAreMarked({ nations }) {
    for (const [code, { agency }] of Object.entries(nations)) {
      for (const [at, { marking }] of (agency?.contacts ?? []).entries()) {
        yield* readable(marking, ['nations', code, 'agency', 'contacts', at, 'marking']);
      }
    }
  },

  /** Two issuers that share a name or keys could speak for each other. */
  function* issuersAreApart(file) {
    const urls = new Map([[file.gateway.issuer, 'the gateway']]);
    const keySets = new Map<string, string>();
    for (const { code, path, issuer } of issuersOf(file)) {
      const url = urls.get(issuer.url);
      const jwks = keySets.get(issuer.jwks);
      if (url !== undefined)
        yield { path: [...path, 'url'], message: `\`${issuer.url}\` is also the issuer of ${url}` };
      if (jwks !== undefined)
        yield { path: [...path, 'jwks'], message: `\`${issuer.jwks}\` is also the key set of ${jwks}` };
      urls.set(issuer.url, code);
      keySets.set(issuer.jwks, code);
    }
  },

  function* endpointsAreApart(file) {
    const taken = new Map<string, string>();
    for (const { code, path, endpoint } of endpointsOf(file)) {
      const other = taken.get(endpoint);
      if (other !== undefined) yield { path, message: `\`${endpoint}\` is also the endpoint of ${other}` };
      taken.set(endpoint, code);
    }
  },

  function* demoIsDeclared(file) {
    if (file.demo) return;
    for (const { path, issuer } of issuersOf(file)) {
      const message = 'is a demo key set: anybody can sign with it; name a real one, or write `demo: true` at the top';
      if (issuer.demo) yield { path: [...path, 'demo'], message };
    }
  },

  /** Whoever can change the keys or the passports on the way is every reader at once. */
  function* wiresAreEncrypted(file) {
    if (file.demo) return;
    const message = 'is plain http to another machine: use https';
    for (const { path, issuer } of issuersOf(file)) {
      if (isPlain(issuer.jwks)) yield { path: [...path, 'jwks'], message };
    }
    for (const { path, endpoint } of endpointsOf(file)) if (isPlain(endpoint)) yield { path, message };
  },
];

function* issuersOf({ nations, organisations }: RegistryFile) {
  type Parties = Readonly<Record<string, Pick<RegistryFile['nations'][string], 'issuer'>>>;
  for (const [section, parties] of Object.entries<Parties>({ nations, organisations })) {
    for (const [code, { issuer }] of Object.entries(parties)) {
      if (issuer) yield { code, path: [section, code, 'issuer'], issuer };
    }
  }
}

function* endpointsOf({ nations, organisations }: RegistryFile) {
  for (const [code, { endpoint }] of Object.entries(nations)) {
    if (typeof endpoint === 'string') yield { code, path: ['nations', code, 'endpoint'], endpoint };
  }
  for (const [code, { subgraph }] of Object.entries(organisations)) {
    const path = ['organisations', code, 'subgraph', 'endpoint'];
    if (subgraph) yield { code, path, endpoint: subgraph.endpoint };
  }
}

function* readable(marking: string, path: readonly PropertyKey[]): Iterable<Finding> {
  if (parseMarking(marking) !== null) return;
  yield {
    path,
    message: `\`${marking}\` is not a marking: write it as \`NU REL TO NATO ORIGINATOR EST CREATED 2024-01-01\``,
  };
}

const isPlain = (url: string): boolean =>
  url.startsWith('http://') && !['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
