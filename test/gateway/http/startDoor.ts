import { GraphQLError, buildSchema, execute as run, type GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { CodedError, refusal } from '../../../gateway/errors.ts';
import type { GatewayAnswer, GatewayRequest } from '../../../gateway/federation/GatewayParts.ts';
import { createApollo, failureLog } from '../../../gateway/http/createApollo.ts';
import { createApp } from '../../../gateway/http/createApp.ts';
import type { Capacity } from '../../../gateway/http/Places.ts';
import { registerGraphql } from '../../../gateway/http/registerGraphql.ts';
import { registerHealth } from '../../../gateway/http/registerHealth.ts';
import { defaultLimits } from '../../../gateway/operation/limits.ts';
import type { RequestContext } from '../../../gateway/RequestContext.ts';

export const secret = 'SECRET-PATH-/etc/keys';

const schema = buildSchema(`
  type Query { me: String!  fails: String  denied: String  nation: String  slow: String  echo(n: Int!): Int  secretName: String  throws: String  busy: String }
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
export async function startDoor(
  options: {
    readonly capacity?: Partial<Capacity>;
    readonly missing?: () => string[];
    readonly schema?: () => GraphQLSchema | null;
  } = {},
) {
  const execute = async ({
    document,
    operation,
    request,
    context,
    operationName,
  }: GatewayRequest): Promise<GatewayAnswer> => {
    if (operation.selectionSet.selections.some((one) => 'name' in one && one.name.value === 'throws'))
      throw new Error(secret);
    if (operation.selectionSet.selections.some((one) => 'name' in one && one.name.value === 'busy'))
      throw refusal(new CodedError('OVERLOADED'));
    const answer = await run({
      schema,
      document,
      rootValue,
      contextValue: context,
      ...(request.variables && { variableValues: request.variables }),
      operationName,
    });
    // As the gateway itself does, which looks at variables before it begins.
    const [problem] = answer.errors ?? [];
    return answer.data === undefined && problem
      ? { errors: [refusal(new CodedError('BAD_USER_INPUT', {}, problem.message))] }
      : answer;
  };
  const gateway: NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']> = {
    onSchemaLoadOrUpdate: (listener) => {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({ executor: (request) => ((ways.long += 1), execute(request)) }),
    stop: async () => {},
  };
  /** How many operations came by each. */
  const ways = { short: 0, long: 0 };
  const logger = pino({ level: 'silent' });
  const app = createApp(logger);
  const apollo = createApollo(gateway, logger);
  await apollo.start();
  registerGraphql(app, {
    apollo,
    execute: (request) => ((ways.short += 1), execute(request)),
    logFailures: failureLog(logger),
    verify: async (token) => {
      const subject = /^token-of-(\w+)$/.exec(token)?.[1];
      if (subject === undefined) return { refused: 'SIGNATURE', detail: secret };
      const [issuer, nation] = ['https://issuer.example', subject.slice(0, 3)];
      return { reader: { issuer, subject, nation } as RequestContext['reader'], dropped: [] };
    },
    schema: options.schema ?? (() => schema),
    limits: defaultLimits,
    clock: () => 1,
    deadline: 300,
    capacity: { all: 10, nation: 10, reader: 10, turn: Infinity, ...options.capacity },
  });
  registerHealth(app, {
    missing: options.missing ?? (() => []),
    nations: ['EST', 'POL'],
    organisations: ['EU'],
    stateOf: async (nation) => (nation === 'POL' ? 'DOWN' : 'UP'),
    publicKeys: { keys: [] },
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const stop = async (): Promise<void> => {
    await app.close();
    await apollo.stop();
  };
  return { url, stop, ways };
}
