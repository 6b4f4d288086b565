import {
  getOperationAST,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import type { Assembly, Fill } from './Assembly.ts';
import { collectFields } from './collectFields.ts';
import type { Completion } from './compileCompletion.ts';
import { conditionalVariables } from './conditions.ts';
import { scanAnswer } from './scanAnswer.ts';
import { scanRecord } from './scanJson.ts';
import { splicedField, type Splicing } from './splicedField.ts';
import type { CentralStep, PlannedStep, Step } from './Step.ts';
import { writeRoot } from './writeRecord.ts';

/**
 * The fetches of a plan whose answers may go to the reader as they came, with what entity fetches bring put in between:
 * each root field is asked as the reader asks it, and nothing in it is labelled, refused, a nation's record or another
 * step's affair. What then comes is looked at byte by byte; what is not as it would be written is read, admitted and
 * completed like everything else.
 */
export function spliceable(completion: Completion, planned: readonly PlannedStep[]): ReadonlyMap<Step, Assembly> {
  const { schema, document, operationName } = completion;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  const assemblies = new Map<Step, Assembly>();
  if (!root || conditionalVariables(document).length > 0) return assemblies;
  const steps = planned.map(({ step }) => step);
  for (const step of steps) {
    if (step.kind !== 'central' || step.path.length > 0 || step.fetch.requires || !isPlain(step)) continue;
    const assembly = assemblyOf(completion, root, operation, step, steps);
    if (assembly) assemblies.set(step, assembly);
  }
  return assemblies;
}

function assemblyOf(
  completion: Completion,
  root: GraphQLObjectType,
  { selectionSet }: OperationDefinitionNode,
  step: CentralStep,
  steps: readonly Step[],
): Assembly | null {
  const { model, schema, document } = completion;
  const fetch = getOperationAST(step.document);
  if (!fetch) return null;
  const splicing: Splicing = {
    ...completion,
    reader: { schema, fragments: fragmentsOf(document), variables: {} },
    fetch: { schema: model.schema, fragments: new Map(), variables: {} },
    fillings: steps.filter(
      (other) => other.kind === 'central' && other.path.length > 0 && isPlain(other),
    ) as CentralStep[],
    fills: [],
  };
  const asked = collectFields(splicing.reader, root, [selectionSet]);
  const told = [...collectFields(splicing.fetch, root, [fetch.selectionSet])];
  const places = { count: 0 };
  const fields = told.map(([key, nodes]) => {
    const at = { answer: 0, path: [key], places };
    return splicedField(splicing, root, key, asked.get(key) ?? [], nodes, at);
  });
  if (!fields.every((field) => field !== null) || !fields.every(({ isKept }) => isKept)) return null;
  const others = steps.filter(
    (other) => other !== step && told.some(([key]) => concerns(completion, root, other, key)),
  );
  if (others.length !== splicing.fills.length) return null;
  return {
    step,
    scan: scanAnswer(scanRecord(fields, []), places.count),
    fills: splicing.fills as readonly Fill[],
    roots: fields.map(({ key, write }, index) => [key, writeRoot(index, key, write)]),
  };
}

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );

/** Always asked, of a subgraph that speaks in bytes, and in the words of the reader. */
function isPlain({ service, conditions, document, fetch }: CentralStep): boolean {
  const { inputRewrites = [], outputRewrites = [] } = fetch;
  const isReworded = inputRewrites.length > 0 || outputRewrites.length > 0 || conditionalVariables(document).length > 0;
  return service !== 'alliance' && conditions.length === 0 && !isReworded;
}

function concerns({ model }: Completion, root: GraphQLObjectType, step: Step, key: string): boolean {
  if (step.path.length > 0) return step.path[0] === key;
  if (step.kind === 'central') return step.shape.fieldsOf(model.schema, root.name).some((field) => field.key === key);
  return step.kind === 'owner' || step.field.key === key;
}
