import { getOperationAST, type GraphQLSchema } from 'graphql';
import { CodedError } from '../errors.ts';
import { checkLimits, type Limits } from '../operation/limits.ts';
import type { parseOperation } from '../operation/parseOperation.ts';

/**
 * Why a request's body, already parsed as JSON, must not reach the graph, or null. Bodies that hold no operation are
 * left to Apollo Server to refuse.
 */
export function checkBody(
  body: unknown,
  schema: GraphQLSchema,
  limits: Limits,
  parse: typeof parseOperation,
): CodedError | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (isRecord(extensions) && 'persistedQuery' in extensions) return new CodedError('BAD_REQUEST');
  if (typeof query !== 'string') return null;
  const document = parse(query);
  if (document === null || document instanceof CodedError) return document;
  const request = {
    document,
    operationName: typeof operationName === 'string' ? operationName : null,
    variables: isRecord(variables) ? variables : {},
  };
  const exceeded = checkLimits(request, schema, limits);
  if (exceeded) return exceeded;
  return getOperationAST(document, request.operationName)
    ? null
    : new CodedError(
        'OPERATION_RESOLUTION_FAILURE',
        {},
        'the document holds no such operation, or several and no name',
      );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
