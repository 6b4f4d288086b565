// A contract of ordinary federation, without national subgraphs: entities over several keys, `@requires` (nested too),
// `@provides`, `@override`, interfaces, interface objects, unions, nested value types, mutations, fields that fail and
// null propagation. Our executor and stock ApolloGateway run on the same.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type ExecutionResult, type GraphQLSchema, type DocumentNode } from 'graphql';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@interfaceObject"])`;

type Row = Readonly<Record<string, unknown>>;
type Reference = {
  readonly id?: string;
  readonly code?: string;
  readonly weight?: number;
  readonly draft?: string | null;
  readonly phone?: string | null;
  readonly fax?: string | null;
  readonly place?: { readonly geo?: { readonly lat: number } | null };
};

function fail(): never {
  throw new Error('a field that fails');
}

const items: readonly Row[] = Array.from({ length: 12 }, (_, index) => ({
  __typename: index % 3 === 0 ? 'Report' : 'Tool',
  id: `i${index}`,
  title: index % 4 === 0 ? null : `Title ${index}`,
  author: index % 5 === 0 ? null : { __typename: 'Person', id: `p${index % 4}` },
  weight: index * 7,
  related: [`i${(index + 1) % 12}`, `i${(index + 5) % 12}`],
  place: { street: `Street ${index}`, geo: { lat: index / 2, lon: -index } },
}));
const itemOf = (id: unknown): Row | null => items.find((item) => item['id'] === id) ?? null;
const people: readonly Row[] = Array.from({ length: 4 }, (_, index) => ({
  id: `p${index}`,
  code: `C${index}`,
  name: `Person ${index}`,
  nick: index % 2 === 0 ? null : `Nick ${index}`,
}));

const library = {
  name: 'library',
  sdl: `${link}
    type Query { items(first: Int! = 5, kind: Kind): [Item!]! item(id: ID!): Item anything: [Thing] first: Report editor: Person @provides(fields: "name") office: Office @shareable }
    type Mutation { rename(id: ID!, title: String): Item }
    enum Kind { REPORT TOOL }
    scalar Stamp
    interface Item @key(fields: "id") { id: ID! title: String author: Person related: [Item!]! place: Place! }
    union Thing = Report | Tool | Person
    type Report implements Item @key(fields: "id") { id: ID! title: String summary: String! @shareable author: Person related: [Item!]! place: Place! pages: Int! draft: String made: Stamp printed(after: Stamp): Boolean }
    type Tool implements Item @key(fields: "id") { id: ID! title: String author: Person related: [Item!]! place: Place! version: String summary: String weight: Int! made: Stamp }
    type Place @shareable { street: String! geo: Geo }
    type Geo @shareable { lat: Float! lon: Float! }
    type Person @key(fields: "id") { id: ID! name: String! @external }
    type Office @key(fields: "id") { id: ID! sign: String! phone: String fax: String }`,
  resolvers: {
    Query: {
      items: (_: unknown, { first, kind }: { first: number; kind?: string }) =>
        items.filter((item) => kind === undefined || String(item['__typename']).toUpperCase() === kind).slice(0, first),
      item: (_: unknown, { id }: { id: string }) => itemOf(id),
      anything: () => [items[0], items[1], null, { __typename: 'Person', id: 'p1' }],
      first: () => items[0],
      editor: () => ({ id: 'p3', name: 'Person 3' }),
      office: () => ({ id: 'o1' }),
    },
    Office: { sign: fail, fax: fail, phone: () => '112' },
    Mutation: {
      rename: (_: unknown, { id, title }: { id: string; title?: string | null }) => {
        const item = itemOf(id);
        return item && { ...item, title: title ?? null };
      },
    },
    Item: { __resolveReference: ({ id }: Reference) => itemOf(id) },
    ...Object.fromEntries(
      ['Report', 'Tool'].map((type) => [
        type,
        {
          __resolveReference: ({ id }: Reference) => itemOf(id),
          related: (item: Row) => (item['related'] as string[]).map(itemOf),
          ...(type === 'Report'
            ? {
                pages: () => 10,
                made: (): unknown => ({ year: 2020, days: [1, 2] }),
                printed: (_: Row, { after }: { after?: unknown }) => after === undefined || after === 7,
                summary: ({ id }: Row) => `Summary of ${String(id)}`,
                draft: ({ id }: Row) => (id === 'i3' ? fail() : `Draft of ${String(id)}`),
              }
            : { version: () => '1.0', made: (): unknown => 1_700_000_000_000, summary: () => 'A tool' }),
        },
      ]),
    ),
  },
};

const directory = {
  name: 'directory',
  sdl: `${link}
    type Query { people: [Person!]! person(code: String!): Person }
    type Mutation { promote(code: String!): Person }
    type Person @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String! @shareable nick: String mentor: Person boss: Person! }`,
  resolvers: {
    Query: {
      people: () => people,
      person: (_: unknown, { code }: { code: string }) => people.find((person) => person['code'] === code) ?? null,
    },
    Mutation: {
      promote: (_: unknown, { code }: { code: string }) => {
        const person = people.find((one) => one['code'] === code);
        return person && { ...person, name: `Chief ${String(person['name'])}` };
      },
    },
    Person: {
      boss: ({ id }: { id: string }) => (id === 'p1' ? fail() : people[3]),
      __resolveReference: ({ id, code }: Reference) =>
        people.find((person) => (id === undefined ? person['code'] === code : person['id'] === id)) ?? null,
      mentor: ({ id }: { id: string }) =>
        people.find((person) => person['id'] === `p${Number(id.slice(1)) - 1}`) ?? null,
    },
  },
};

const freight = {
  name: 'freight',
  sdl: `${link}
    type Query { heaviest: Tool office: Office @shareable }
    type Tool @key(fields: "id") { id: ID! weight: Int! @external place: Place! @external price: Int @requires(fields: "weight") surcharge: Float @requires(fields: "weight place { geo { lat } }") carrier: Person }
    type Place @shareable { geo: Geo }
    type Geo @shareable { lat: Float! lon: Float! }
    type Report @key(fields: "id") { id: ID! summary: String @shareable copies: [Copy!] draft: String @external words: Int @requires(fields: "draft") letters: Int! @requires(fields: "draft") sheets: Int! }
    type Office @key(fields: "id") { id: ID! docks: Int phone: String @external fax: String @external toll: Int @requires(fields: "phone") rent: Int! @requires(fields: "phone") post: Int @requires(fields: "fax") }
    type Copy { shelf: String! holder: Person }
    type Person @key(fields: "code") { code: String! parcels(first: Int! = 2): [Parcel!] }
    type Parcel { number: Int! tool: Tool }`,
  resolvers: {
    Query: { heaviest: () => ({ id: 'i11' }), office: () => ({ id: 'o1' }) },
    Tool: {
      __resolveReference: (reference: Reference) => reference,
      price: ({ weight }: Reference) => (weight === undefined ? null : weight > 60 ? fail() : weight * 2),
      surcharge: ({ weight, place }: Reference) => (place?.geo ? (weight ?? 0) + place.geo.lat : null),
      carrier: ({ id }: Reference) => ({ code: `C${Number(String(id).slice(1)) % 4}` }),
    },
    Report: {
      __resolveReference: (reference: Reference) => reference,
      words: ({ draft }: Reference) => draft?.split(' ').length ?? null,
      letters: ({ draft }: Reference) => draft?.length ?? 0,
      sheets: () => 2,
      copies: ({ id }: Reference) =>
        id === 'i0'
          ? null
          : [
              { shelf: `S${id}`, holder: { code: 'C2' } },
              { shelf: 'S', holder: null },
            ],
    },
    Office: {
      __resolveReference: (reference: Reference) => reference,
      docks: () => 4,
      rent: ({ phone }: Reference) => (phone?.length ?? 0) * 100,
      toll: ({ phone }: Reference) => phone?.length ?? null,
      post: ({ fax }: Reference) => (fax === null ? 0 : null),
    },
    Person: {
      __resolveReference: (reference: Reference) => reference,
      parcels: ({ code }: Reference, { first }: { first: number }) =>
        Array.from({ length: first }, (_, index) => ({ number: index, tool: { id: `i${1 + index}` }, code })),
    },
  },
};

/** Says something of every item, whatever it is, and has taken a field over from the directory. */
const ratings = {
  name: 'ratings',
  sdl: `${link}
    type Query { best: Item }
    type Item @interfaceObject @key(fields: "id") { id: ID! rating: Int stars: Int! reviews(first: Int! = 2): [Review!] }
    type Review { text: String! by: Person about: Item! }
    type Person @key(fields: "id") { id: ID! nick: String @override(from: "directory") }`,
  resolvers: {
    Query: { best: () => ({ id: 'i4' }) },
    Item: {
      __resolveReference: ({ id }: Reference) => (id === 'i6' ? null : { id }),
      rating: ({ id }: Reference) => (id === 'i2' ? fail() : Number(id?.slice(1)) % 6),
      stars: ({ id }: Reference) => (id === 'i5' ? fail() : 3),
      reviews: ({ id }: Reference, { first }: { first: number }) =>
        Array.from({ length: first }, (_, index) => ({
          text: `Review ${index}`,
          by: index === 1 ? null : { id: `p${index % 4}` },
          about: { id },
        })),
    },
    Person: {
      __resolveReference: (reference: Reference) =>
        reference.id === 'p2' ? Promise.reject(new Error('an entity that fails')) : reference,
      nick: ({ id }: Reference) => (id === 'p1' ? null : `Nick of ${id ?? ''}`),
    },
  },
};

type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer T
  ? Extract<T, { resolvers?: unknown }>['resolvers']
  : never;

const definitions = [library, directory, freight, ratings];

export const centralSchemas: ReadonlyMap<string, GraphQLSchema> = new Map(
  definitions.map(({ name, sdl, resolvers }) => [
    name,
    buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as unknown as NonNullable<Resolvers> }),
  ]),
);

export function centralSupergraph(): string {
  const composed = composeServices(
    definitions.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (composed.supergraphSdl === undefined) throw new AggregateError(composed.errors ?? []);
  return composed.supergraphSdl;
}

export const runCentral = async (
  name: string,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> => {
  const schema = centralSchemas.get(name);
  if (!schema) throw new TypeError(`there is no subgraph \`${name}\``);
  return execute({ schema, document, variableValues: { ...variableValues } });
};
