import { isRecord } from '../../schema/isRecord.ts';
import { getOperationAST, type DocumentNode, type GraphQLSchema } from 'graphql';
import { CodedError } from '../errors.ts';
import { checkLimits, type Limits } from '../operation/limits.ts';
import type { parseOperation } from '../operation/parseOperation.ts';

/**
 * The document in a request's body, which is already parsed as JSON, or why it must not reach the graph. Null: it holds
 * no document, and is left to Apollo Server to refuse.
 */
export function checkBody(
  body: unknown,
  schema: GraphQLSchema,
  limits: Limits,
  parse: typeof parseOperation,
): DocumentNode | CodedError | null {
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
    ? document
    : new CodedError(
        'OPERATION_RESOLUTION_FAILURE',
        {},
        'the document holds no such operation, or several and no name',
      );
}
