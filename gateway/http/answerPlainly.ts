import { hash } from 'node:crypto';
import {
  getOperationAST,
  GraphQLError,
  validate,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { formatError } from '../errors.ts';
import type { GatewayAnswer, GatewayRequest } from '../federation/GatewayParts.ts';
import { preparation } from '../operation/preparation.ts';
import type { RequestContext } from '../RequestContext.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { jsonType, type Reply } from './Reply.ts';
import { writeAnswer, type Written } from './writeAnswer.ts';

/** A request of the ordinary form: JSON with these three keys, and an answer in JSON that it accepts. */
export interface PlainRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Media type of the answer. */
  readonly accepts: string;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Reply['headers'];
  readonly body: Written;
  /** For the log. */
  readonly errors: readonly GraphQLError[];
}

const graphqlJson = 'application/graphql-response+json; charset=utf-8';

/** What clients say that they accept, for the most part; whatever else it is, Apollo Server sees to it. */
const accepted: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, jsonType],
  ['*/*', jsonType],
  ['application/json', jsonType],
  ['application/graphql-response+json', graphqlJson],
  ['application/graphql-response+json,application/json;q=0.9', graphqlJson],
  ['application/graphql-response+json, application/json', graphqlJson],
]);

const known: ReadonlySet<string> = new Set(['query', 'operationName', 'variables']);

/** Null: not of the ordinary form. */
export function plainRequest(body: unknown, accept: string | undefined): PlainRequest | null {
  const accepts = accepted.get(accept);
  if (accepts === undefined || !isRecord(body)) return null;
  const { query, operationName, variables } = body;
  if (typeof query !== 'string' || !Object.keys(body).every((key) => known.has(key))) return null;
  if (!isAbsent(operationName) && typeof operationName !== 'string') return null;
  if (!isAbsent(variables) && !isRecord(variables)) return null;
  return { query, operationName: operationName ?? null, variables: variables ?? {}, accepts };
}

const hashes = new WeakMap<DocumentNode, string>();

/** A document of this door is that of one text. */
function hashOf(document: DocumentNode, query: string): string {
  const known = hashes.get(document) ?? hash('sha256', query);
  hashes.set(document, known);
  return known;
}

const valid = new WeakMap<DocumentNode, GraphQLSchema>();

/** Found out once for a document. What is not valid is Apollo Server's to refuse. */
export function isValid(document: DocumentNode, schema: GraphQLSchema): boolean {
  if (valid.get(document) === schema) return true;
  preparation.validated.publish(document);
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) return false;
  valid.set(document, schema);
  return true;
}

/**
 * The short way to the executor, past Apollo Server: the same bytes, from a document that is parsed, measured and valid.
 * Null: it holds no such operation.
 */
export async function answerPlainly(
  { query, operationName, variables, accepts }: PlainRequest,
  document: DocumentNode,
  context: RequestContext,
  execute: (request: GatewayRequest) => Promise<GatewayAnswer>,
): Promise<PlainAnswer | null> {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const request: GatewayRequest = {
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash: hashOf(document, query),
    request: { query, variables },
    context,
    takesBytes: true,
  };
  try {
    const answer = await execute(request);
    return answered(answer, answer.data === undefined && answer.errors?.length ? 400 : 200, accepts);
  } catch (thrown) {
    return answered({ errors: [toGraphQLError(thrown)] }, 500, accepts);
  }
}

/** `status`: unless a refusal among the errors sets another, the last one where there are several. */
function answered({ errors = [], data, extensions }: GatewayAnswer, status: number, type: string): PlainAnswer {
  if (errors.length === 0)
    return {
      status,
      headers: { 'content-type': type },
      body: writeAnswer({ errors: undefined, data, extensions }),
      errors,
    };
  const set = errors.map((error) => error.extensions['http']).filter(isRecord);
  const headers = set.flatMap(({ headers }) => (headers instanceof Map ? [...(headers as Map<string, string>)] : []));
  return {
    status: set.map((http) => http['status']).findLast(isNumber) ?? status,
    headers: { ...Object.fromEntries(headers), 'content-type': type },
    body: writeAnswer({ errors: errors.map(written), data, extensions }),
    errors,
  };
}

const written = (error: GraphQLError): GraphQLFormattedError => formatError(error.toJSON());

const toGraphQLError = (thrown: unknown): GraphQLError =>
  thrown instanceof GraphQLError
    ? thrown
    : new GraphQLError('internal error', { originalError: thrown instanceof Error ? thrown : null });

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const isNumber = (value: unknown): value is number => typeof value === 'number';
