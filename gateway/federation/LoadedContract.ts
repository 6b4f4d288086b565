import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Clearance } from '../../schema/label/clearance.ts';
import { readerClass, type ReaderClass } from '../operation/readerClass.ts';
import type { Rewritten } from '../operation/rewrite.ts';
import { visibleSchema } from '../operation/visibleSchema.ts';
import { compileSteps } from './compileSteps.ts';
import { readContract, type ContractModel } from '../contract/ContractModel.ts';
import type { PlannedStep } from './Step.ts';

/** An operation as one class of readers may run it: everything about it that no record and no reader can change. */
export interface PreparedOperation {
  /** The very document that `rewritten.denied` points into. */
  readonly document: DocumentNode;
  readonly rewritten: Rewritten;
  readonly steps: readonly PlannedStep[];
}

/** One contract with all that is derived from it. A request captures it at its start and never sees another. */
export interface LoadedContract {
  readonly supergraphSdl: string;
  readonly model: ContractModel;
  /** For completion only: Apollo Server instruments the schema that it is shown. */
  readonly apiSchema: GraphQLSchema;
  readonly operations: LRUCache<string, PreparedOperation>;
  classOf(clearance: Clearance): ReaderClass;
  schemaFor(readers: ReaderClass): GraphQLSchema;
  plan(document: DocumentNode, operationName: string | null): readonly PlannedStep[];
}

/** How many operations, times reader classes, stay prepared. */
const preparedOperations = 2000;

/** Builds everything before anybody sees it; throws where the supergraph is broken. */
export function loadContract(supergraphSdl: string, nationalDomains: readonly string[]): LoadedContract {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });
  const model = readContract(supergraphSdl, nationalDomains);
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
  const visible = new LRUCache<string, GraphQLSchema>({ max: 256 });
  return {
    supergraphSdl,
    model,
    apiSchema,
    operations: new LRUCache({ max: preparedOperations }),
    classOf: (clearance) => readerClass(model, clearance),
    schemaFor: (readers) => {
      const known = visible.get(readers.key);
      if (known) return known;
      const schema = visibleSchema(apiSchema, readers);
      visible.set(readers.key, schema);
      return schema;
    },
    plan: (document, operationName) => {
      const operation = operationFromDocument(supergraph.schema, document, {
        ...(operationName !== null && { operationName }),
      });
      return compileSteps(model, planner.buildQueryPlan(operation), (service) => nationalDomains.includes(service));
    },
  };
}
