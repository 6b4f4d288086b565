import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError } from 'graphql';
import { formatError, isOurs } from '../errors.ts';
import { maxTokens } from '../operation/parseOperation.ts';
import type { RequestContext } from '../RequestContext.ts';
import { documentStore } from './documentStore.ts';

/** What a reader is told of only as a failure of ours, whole. */
export const failureLog =
  (logger: FastifyBaseLogger) =>
  (errors: readonly GraphQLError[], requestId: string): void => {
    for (const error of errors.filter(isOurs))
      logger.error({ err: error.originalError ?? error, requestId, path: error.path }, 'request failed');
  };

/**
 * Apollo Server around the gateway, with everything off that reports to others, answers browsers or says more than
 * formatError does. Introspection is on: the gateway answers it with what the reader may use.
 */
export function createApollo(
  gateway: ApolloServerOptionsWithGateway<RequestContext>['gateway'],
  logger: FastifyBaseLogger,
): ApolloServer<RequestContext> {
  const log = failureLog(logger);
  return new ApolloServer<RequestContext>({
    gateway,
    logger,
    nodeEnv: 'production',
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: documentStore(16 * 1024 * 1024),
    csrfPrevention: true,
    parseOptions: { maxTokens },
    validationOptions: { maxErrors: 5 },
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      {
        async requestDidStart() {
          return {
            async didEncounterErrors({ errors, contextValue }) {
              log(errors, contextValue.requestId);
            },
          };
        },
      },
    ],
  });
}
