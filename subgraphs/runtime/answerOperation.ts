import {
  execute,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DefinitionNode, DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { parseNamedRecords, type NamedRecords } from '../../schema/namedRecords.ts';
import type { RefusalCode } from '../errors.ts';
import type { Reading } from './Reading.ts';

export type Answer =
  | { readonly result: ExecutionResult }
  /** `problems` are for the log of this nation alone. */
  | { readonly refused: RefusalCode; readonly problems: readonly string[] };

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  extensions: z.unknown().optional(),
});

type Checked = { readonly document: DocumentNode } | { readonly problems: readonly string[] };

/** Of a query. What is written is written once. */
const mostReadings = 3;

const documents = new WeakMap<GraphQLSchema, LRUCache<string, Checked>>();
const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

/**
 * Answers one GraphQL request; `reading` is told of the records of others that a write names. An answer is whole or
 * refused: the one error beside data, at a root field, is the demand for a stronger sign-in or for markings.
 */
export async function answerOperation(
  schema: GraphQLSchema,
  body: unknown,
  reading: (named: NamedRecords) => Promise<Reading>,
): Promise<Answer> {
  const request = requestBody.safeParse(body);
  if (!request.success) return { refused: 'BAD_REQUEST', problems: ['not the body of a graphql request'] };
  const { query, variables, operationName, extensions } = request.data;
  const checked = check(schema, query);
  if ('problems' in checked) return { refused: 'GRAPHQL_VALIDATION_FAILED', problems: checked.problems };
  const named = parseNamedRecords(extensions);
  const { document } = checked;
  const operation = getOperationAST(document, operationName)?.operation;
  const result = await readWhole(operation === OperationTypeNode.QUERY ? mostReadings : 1, async () => {
    const context = await reading(named);
    const args = { schema, document, variableValues: variables ?? {}, operationName: operationName ?? null };
    return [await execute({ ...args, contextValue: context }), context];
  });
  const faults = faultsIn(result);
  if (faults.length === 0) return { result };
  const problems = faults.map((error) => `${error.path?.join('.') ?? 'request'}: ${error.message}`);
  const wrongInput = faults.every(
    ({ path, extensions }) => path === undefined || extensions['code'] === 'BAD_USER_INPUT',
  );
  return { refused: wrongInput ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR', problems };
}

/** Reads anew where labels came into use meanwhile, so often at most; what was read last, or has faults, stays as it is. */
async function readWhole(
  most: number,
  read: () => Promise<readonly [ExecutionResult, Reading]>,
): Promise<ExecutionResult> {
  const [result, reading] = await read();
  const stays = most <= 1 || faultsIn(result).length > 0 || (await reading.isWhole());
  return stays ? result : readWhole(most - 1, read);
}

const faultsIn = ({ errors = [] }: ExecutionResult): readonly GraphQLError[] =>
  errors.filter((error) => !isAnswer(error));

const isAnswer = ({ path, extensions }: GraphQLError): boolean =>
  path?.length === 1 && ['STEP_UP_REQUIRED', 'MARKINGS_NEEDED'].includes(String(extensions['code']));

/** Operations repeat: the gateway sends the same text for every reader of a class. */
function check(schema: GraphQLSchema, query: string): Checked {
  const known = documents.get(schema) ?? new LRUCache<string, Checked>({ max: 1000 });
  documents.set(schema, known);
  const earlier = known.get(query);
  if (earlier) return earlier;
  const checked = parseAndValidate(schema, query);
  known.set(query, checked);
  return checked;
}

function parseAndValidate(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query, { maxTokens: 20_000, noLocation: true });
    const errors = validate(schema, document, rules).map(({ message }) => message);
    const problems = document.definitions.every(isServed) ? errors : [...errors, 'a subscription'];
    return problems.length === 0 ? { document } : { problems };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : 'not graphql'] };
  }
}

/** A schema without subscriptions does not by itself keep the operation from being valid. */
const isServed = (definition: DefinitionNode): boolean =>
  definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.SUBSCRIPTION;
