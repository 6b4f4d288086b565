import type { buildSubgraphSchema } from '@apollo/subgraph';

type SchemaModule = Extract<
  Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>[number],
  { typeDefs: unknown }
>;

/** Resolvers by type and field; what is not there is the property of its name. Their context is the `Reading`. */
export type Resolvers = NonNullable<SchemaModule['resolvers']>;
