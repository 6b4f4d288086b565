// Eleven subgraphs of ordinary federation: advisories, the products they are about, the vendors of those, and eight
// feeds that share one type of record.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Subgraph } from './CannedAnswers.ts';

export const feeds = ['est', 'lva', 'ltu', 'pol', 'deu', 'fra', 'nld', 'nor'] as const;

interface Named {
  readonly id: string;
}

interface Arguments extends Named {
  readonly first: number;
  readonly after: number;
}

interface CentralSubgraph {
  readonly name: string;
  readonly types: string;
  readonly resolvers: Record<string, Record<string, (parent: Named, args: Arguments) => unknown>>;
}

const levels = ['LOW', 'MEDIUM', 'HIGH'];

const advisoryOf = (number: number) => ({
  id: `adv-${number}`,
  title: `Advisory ${number}: „Fernzugriff“ über Wartungszugänge`,
  severity: levels[number % 3],
  score: (number % 100) / 10,
  published: `2026-0${1 + (number % 9)}-1${number % 10}T08:00:00Z`,
  summary: `An attacker "on path" may change set points; 漏洞 ${number * 37}.`,
  product: { id: `prd-${number}` },
});

/** Twelve vendors to a page of fifty, and other ones on each page. */
const productOf = (id: string) => {
  const number = numberIn(id);
  return {
    id,
    name: `Steuergerät ${number}`,
    version: `${number % 7}.${number % 13}`,
    family: 'substation automation',
    vendor: { id: `vnd-${Math.floor(number / 50) * 12 + ((number * 7) % 12)}` },
  };
};

const vendorOf = (id: string) => ({
  id,
  name: `Hersteller „${id}“`,
  country: ['EE', 'DE', 'PL'][numberIn(id) % 3],
  contact: `psirt@${id}.example`,
});

const sightingsOf = (feed: string, first: number, after: number) =>
  Array.from({ length: first }, (_, index) => {
    const number = after + index;
    return {
      id: `${feed}-${number}`,
      name: `Häirejuhtum "${feed}" ${number}`,
      severity: levels[number % 3],
      status: ['OPEN', 'CLOSED'][number % 2],
      seenAt: `2026-05-${10 + (number % 20)}T0${number % 10}:00:00Z`,
      reportedAt: `2026-05-${10 + (number % 20)}T1${number % 10}:30:00Z`,
      sectors: ['ENERGY', 'WATER'],
      confidence: (number * 7) % 101,
      isExercise: number % 5 === 0,
      summary: `Seen at a substation near the coast: "väga kahtlane" (${number * 31}).`,
      source: { agency: `Küberkeskus ${feed}`, reference: `C-${number * 17}`, reliability: 'B2' },
    };
  });

const numberIn = (id: string): number => Number(id.split('-')[1]);

/** `@key` and `@shareable` mean the same in both versions of federation, but for how other subgraphs name an entity. */
const subgraphs: readonly CentralSubgraph[] = [
  {
    name: 'ADVISORIES',
    types: `
      type Query { advisory(id: ID!): Advisory "Order: id, ascending." advisories(first: Int!, after: Int!): [Advisory!] }
      type Advisory {
        id: ID! title: String severity: String score: Float published: String summary: String product: Product
      }
      extend type Product @key(fields: "id") { id: ID! @external }`,
    resolvers: {
      Query: {
        advisory: (_, { id }) => advisoryOf(numberIn(id)),
        advisories: (_, { first, after }) => Array.from({ length: first }, (_each, index) => advisoryOf(after + index)),
      },
    },
  },
  {
    name: 'PRODUCTS',
    types: `
      type Product @key(fields: "id") { id: ID! name: String version: String family: String vendor: Vendor }
      extend type Vendor @key(fields: "id") { id: ID! @external }`,
    resolvers: { Product: { __resolveReference: ({ id }) => productOf(id) } },
  },
  {
    name: 'VENDORS',
    types: `type Vendor @key(fields: "id") { id: ID! name: String country: String contact: String }`,
    resolvers: { Vendor: { __resolveReference: ({ id }) => vendorOf(id) } },
  },
  ...feeds.map((feed) => ({
    name: `FEED-${feed.toUpperCase()}`,
    types: `
      type Query { "Order: id, ascending." ${feed}Sightings(first: Int!, after: Int!): [FeedSighting!] }
      type FeedSighting @shareable {
        id: ID! name: String severity: String status: String seenAt: String reportedAt: String
        sectors: [String!] confidence: Int isExercise: Boolean summary: String source: FeedSource
      }
      type FeedSource @shareable { agency: String reference: String reliability: String }`,
    resolvers: {
      Query: {
        [`${feed}Sightings`]: (_: Named, { first, after }: Arguments) => sightingsOf(feed, first, after),
      },
    },
  })),
];

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])';

/** SDL of federation 2, by subgraph. */
export const centralSdls = (): ReadonlyMap<string, string> =>
  new Map(
    subgraphs.map(({ name, types }) => [
      name,
      `${link}\n${types.replaceAll('extend type', 'type').replaceAll(' @external', '')}`,
    ]),
  );

/** The same in federation 1, for a gateway that composes by itself from what `_service` says. */
const firstSdl = ({ types }: CentralSubgraph): string =>
  types.replaceAll('type Query', 'extend type Query').replaceAll(' @shareable', '');

export const centralSubgraphs = (): ReadonlyMap<string, Subgraph> =>
  new Map(subgraphs.map((subgraph) => [subgraph.name, subgraphOf(subgraph)]));

function subgraphOf(subgraph: CentralSubgraph): Subgraph {
  const typeDefs = parse(centralSdls().get(subgraph.name) ?? '');
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: subgraph.resolvers }]);
  const documents = new LRUCache<string, DocumentNode>({ max: 100 });
  return async (body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    if (query.includes('_service')) return JSON.stringify({ data: { _service: { sdl: firstSdl(subgraph) } } });
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return JSON.stringify(await execute({ schema, document, variableValues: variables ?? {} }));
  };
}
