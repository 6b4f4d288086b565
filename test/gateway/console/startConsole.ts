import { composeServices } from '@apollo/composition';
import { printSchema, Supergraph } from '@apollo/federation-internals';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { buildSchema, graphql, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { registerConsole } from '../../../gateway/console/registerConsole.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { picture } from './picture.ts';

export interface RunningConsole {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The contract as readers see it. */
export function contractSchema(): GraphQLSchema {
  const services = contractSdls().map(({ name, sdl }) => ({ name, url: '', typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors, 'the contract does not compose');
  return buildSchema(printSchema(Supergraph.build(supergraphSdl).apiSchema()));
}

/**
 * The console over a small graph of the whole contract: its tokens are bare claims, its records a handful in memory.
 * CONSOLE_URL names a running demo to test instead.
 */
export async function startConsole(dist: string): Promise<RunningConsole> {
  const running = process.env['CONSOLE_URL'];
  if (running !== undefined) return { url: running, stop: async () => {} };

  const identity = fastify();
  identity.route({
    method: 'POST',
    url: '/demo/token',
    handler: async (request) => ({ access_token: encode(request.body) }),
  });
  const identityUrl = await identity.listen({ port: 0, host: '127.0.0.1' });

  const gateway = fastify();
  serveSmallGraph(gateway, contractSchema());
  await registerConsole(gateway, { demo: true, identityUrl, dist });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });

  return {
    url,
    stop: async () => {
      await gateway.close();
      await identity.close();
    },
  };
}

const Operation = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

function serveSmallGraph(app: FastifyInstance, schema: GraphQLSchema): void {
  const handler = async (request: FastifyRequest): Promise<ExecutionResult> => {
    const { query, operationName, variables } = Operation.parse(request.body);
    const claims = Claims.parse(decode(request.headers.authorization ?? ''));
    return graphql({
      schema,
      source: query,
      rootValue: picture(claims),
      operationName: operationName ?? null,
      variableValues: variables ?? null,
    });
  };
  app.route({ method: 'POST', url: '/graphql', handler });
}

export type Claims = z.infer<typeof Claims>;
const Claims = z.object({
  nation: z.string(),
  level: z.enum(['NU', 'NR', 'NC', 'NS', 'CTS']),
  categories: z.array(z.string()),
  roles: z.array(z.string()),
  aal: z.number(),
  clearanceExpires: z.string().optional(),
});

const encode = (claims: unknown): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
const decode = (header: string): unknown =>
  JSON.parse(Buffer.from(header.replace('Bearer ', ''), 'base64url').toString('utf8'));
