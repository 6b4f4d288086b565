import { GraphQLError, buildSchema, execute } from 'graphql';
import { pino } from 'pino';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { CodedError } from '../../../gateway/errors.ts';
import { createApollo } from '../../../gateway/http/createApollo.ts';
import { createApp } from '../../../gateway/http/createApp.ts';
import { registerGraphql } from '../../../gateway/http/registerGraphql.ts';
import { registerHealth } from '../../../gateway/http/registerHealth.ts';
import { defaultLimits } from '../../../gateway/operation/limits.ts';
import type { RequestContext } from '../../../gateway/RequestContext.ts';

export const secret = 'SECRET-PATH-/etc/keys';

const schema = buildSchema(`
  type Query { me: String!  fails: String  denied: String  nation: String  slow: String  echo(n: Int!): Int  secretName: String }
`);

const rootValue = {
  me: (_args: unknown, { reader }: RequestContext) => reader.subject,
  fails: () => {
    throw new Error(secret);
  },
  denied: () => new CodedError('UNAUTHORIZED_FIELD_OR_TYPE', {}, secret),
  nation: () =>
    new GraphQLError(secret, {
      extensions: { code: 'NATION_UNAVAILABLE', nation: 'POL', stack: secret, http: secret },
    }),
  slow: (_args: unknown, { signal }: RequestContext) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'))),
  echo: ({ n }: { n: number }) => n,
  secretName: () => null,
};

/** The HTTP side of the gateway around a small schema of its own. Tokens are `token-of-NAME`. */
export async function startDoor(options: { readonly capacity?: number; readonly missing?: () => string[] } = {}) {
  const gateway: NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']> = {
    onSchemaLoadOrUpdate: (listener) => {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      executor: async ({ document, request, context }) =>
        execute({
          schema,
          document,
          rootValue,
          contextValue: context,
          ...(request.variables && { variableValues: request.variables }),
          operationName: request.operationName ?? null,
        }),
    }),
    stop: async () => {},
  };
  const logger = pino({ level: 'silent' });
  const app = createApp(logger);
  const apollo = createApollo(gateway, logger);
  await apollo.start();
  await registerGraphql(app, {
    apollo,
    verify: async (token) => {
      const subject = /^token-of-(\w+)$/.exec(token)?.[1];
      if (subject === undefined) return { refused: 'SIGNATURE', detail: secret };
      return { reader: { subject } as RequestContext['reader'], dropped: [] };
    },
    schema: () => schema,
    limits: defaultLimits,
    clock: () => 1,
    deadline: 300,
    capacity: options.capacity ?? 10,
  });
  registerHealth(app, {
    missing: options.missing ?? (() => []),
    nations: () => ['EST', 'POL'],
    stateOf: async (nation) => (nation === 'POL' ? 'DOWN' : 'UP'),
    publicKeys: { keys: [] },
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const stop = async (): Promise<void> => {
    await app.close();
    await apollo.stop();
  };
  return { url, stop };
}
