import { Supergraph } from '@apollo/federation-internals';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Clearance } from '../../schema/label/clearance.ts';
import { preparation } from '../operation/preparation.ts';
import { readerClass, type ReaderClass } from '../operation/readerClass.ts';
import type { Rewritten } from '../operation/rewrite.ts';
import type { Assembly } from './Assembly.ts';
import { checkInputs } from './checkInputs.ts';
import type { compileCompletion } from './compileCompletion.ts';
import { compileSteps } from './compileSteps.ts';
import { readAlertRules, type AlertRule } from '../contract/AlertRule.ts';
import { readContract, type ContractModel } from '../contract/ContractModel.ts';
import { Planner } from './Planner.ts';
import type { PlannedStep, Step } from './Step.ts';

/** An operation as one class of readers may run it: everything about it that no record and no reader can change. */
export interface PreparedOperation {
  readonly requiredVariables: ReadonlySet<string>;
  /** Completes the reader's own document, but for introspection. */
  readonly completeFor: ReturnType<typeof compileCompletion>;
  readonly rewritten: Rewritten;
  readonly steps: readonly PlannedStep[];
  /** For readers who take bytes. */
  readonly assemblies: ReadonlyMap<Step, Assembly>;
}

interface Preparing {
  /** The very document that `rewritten.denied` points into. */
  readonly document: DocumentNode;
  readonly prepared: Promise<PreparedOperation>;
}

/** One contract with all that is derived from it. A request captures it at its start and never sees another. */
export interface LoadedContract {
  readonly supergraphSdl: string;
  readonly model: ContractModel;
  /** By name of the subscription. */
  readonly alerts: ReadonlyMap<string, AlertRule>;
  /** For completion only: Apollo Server instruments the schema that it is shown. */
  readonly apiSchema: GraphQLSchema;
  readonly operations: LRUCache<string, Preparing>;
  classOf(clearance: Clearance): ReaderClass;
  /** What the introspection in a document tells a class of readers, by response key. */
  introspect(
    readers: ReaderClass,
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** `document` holds one operation and no fragments: its text says all that a plan depends on. */
  plan(document: DocumentNode, operationName: string | null): Promise<readonly PlannedStep[]>;
  /** To be called once no new request will see this contract. */
  retire(): void;
}

/** Bytes, roughly, of the operations, times reader classes, that stay prepared. */
const preparedBytes = 96 * 1024 * 1024;

/** Bytes, roughly, of the plans that stay known by the text that was planned: classes that may run the same share it. */
const plannedBytes = 48 * 1024 * 1024;

/** Bytes that a step keeps in memory, roughly. */
export const stepSize = 10_000;

/** Builds everything before anybody sees it; throws where the supergraph is broken. */
export function loadContract(supergraphSdl: string, nationalDomains: readonly string[]): LoadedContract {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const model = readContract(supergraphSdl, nationalDomains);
  const apiSchema = checkInputs(supergraph.apiSchema().toGraphQLJSSchema(), model);
  const planner = new Planner(supergraphSdl);
  const classes = new WeakMap<Clearance, ReaderClass>();
  const plans = new LRUCache<string, readonly PlannedStep[]>({
    maxSize: plannedBytes,
    sizeCalculation: (steps, text) => text.length + (1 + steps.length) * stepSize,
  });
  return {
    supergraphSdl,
    model,
    alerts: readAlertRules(model.schema),
    apiSchema,
    operations: new LRUCache({ maxSize: preparedBytes }),
    classOf: (clearance) => {
      const known = classes.get(clearance) ?? readerClass(model, clearance);
      classes.set(clearance, known);
      return known;
    },
    introspect: async (readers, document, variables) => {
      const { data } = await planner.introspect({
        operation: print(document),
        variables,
        readers: readers.key,
        denied: readers.denied(),
      });
      return data ?? {};
    },
    plan: async (document, operationName) => {
      const operation = print(document);
      const known = plans.get(operation);
      if (known) return known;
      preparation.planned.publish(operation);
      const plan = await planner.plan({ operation, operationName });
      const steps = compileSteps(model, plan, (service) => nationalDomains.includes(service));
      plans.set(operation, steps);
      return steps;
    },
    retire: () => planner.retire(),
  };
}
