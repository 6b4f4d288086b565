// The thread of Planner.ts: builds what one supergraph needs, then takes one request after another.
import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { execute, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { visibleSchema } from '../operation/visibleSchema.ts';
import type { Introspection, PlannerReply, PlannerRequest, Planning } from './Planner.ts';

const supergraph = Supergraph.build(String(workerData));
const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });
const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
const visible = new LRUCache<string, GraphQLSchema>({ max: 64 });

parentPort?.on('message', (request: PlannerRequest) => parentPort?.postMessage(replyTo(request)));

function replyTo(request: PlannerRequest): PlannerReply {
  const { id } = request;
  try {
    return { id, result: 'planning' in request ? plan(request.planning) : introspect(request.introspection) };
  } catch (error) {
    return { id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function plan({ operation, operationName }: Planning): QueryPlan {
  const named = operationName === null ? {} : { operationName };
  return planner.buildQueryPlan(
    operationFromDocument(supergraph.schema, parse(operation, { noLocation: true }), named),
  );
}

function introspect({ operation, variables, readers, denied }: Introspection): ExecutionResult {
  const schema = visible.get(readers) ?? visibleSchema(apiSchema, new Set(denied));
  visible.set(readers, schema);
  const result = execute({ schema, document: parse(operation), variableValues: variables });
  if (result instanceof Promise) throw new TypeError('introspection waits for nothing');
  // Only what is plain travels between threads.
  return { data: JSON.parse(JSON.stringify(result.data ?? null)) as NonNullable<ExecutionResult['data']> };
}
