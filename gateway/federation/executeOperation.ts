import {
  getVariableValues,
  OperationTypeNode,
  parse,
  validate,
  ValuesOfCorrectTypeRule,
  type ExecutionResult,
  type GraphQLError,
} from 'graphql';
import type { Access } from '../audit/AccessEntry.ts';
import type { Registry } from '../config/Registry.ts';
import { CodedError, refusal } from '../errors.ts';
import { documentSize } from '../operation/documentSize.ts';
import { deniedVariables } from '../operation/deniedValue.ts';
import { preparation } from '../operation/preparation.ts';
import type { ReaderClass } from '../operation/readerClass.ts';
import { requiredVariables } from '../operation/requiredVariables.ts';
import { rewrite } from '../operation/rewrite.ts';
import { withoutIntrospection } from '../operation/withoutIntrospection.ts';
import { holdingsOf } from '../policy/holdingsOf.ts';
import type { RequestContext } from '../RequestContext.ts';
import { complete, type Completed } from './complete.ts';
import { compileCompletion, type Completion } from './compileCompletion.ts';
import { Decisions } from './Decisions.ts';
import type { FloorDecision } from '../contract/floor.ts';
import type { GatewayAnswer, GatewayParts, GatewayRequest } from './GatewayParts.ts';
import { stepSize, type LoadedContract, type PreparedOperation } from './LoadedContract.ts';
import { References } from './References.ts';
import { serves, type Run } from './Run.ts';
import { runInTurn, runSteps } from './runSteps.ts';
import { spliceable } from './spliceable.ts';
import { Entry } from './tree.ts';

/** From a validated operation to its released answer. */
export async function executeOperation(
  contract: LoadedContract,
  parts: GatewayParts,
  request: GatewayRequest,
): Promise<GatewayAnswer> {
  const context = request.context as RequestContext;
  const { answer, access } = await evaluateOperation(contract, parts, request, context);
  if (access === null) return answer;
  return parts.release(answer, context, access);
}

/** An answer, and what the log must hold before it goes out; null: it shows nothing. */
export interface Evaluated {
  readonly answer: GatewayAnswer;
  readonly access: Access | null;
  /** Does it depend on who the reader is, beyond what they hold? */
  readonly isPersonal: boolean;
}

/** From a validated operation to an answer that nobody may have before it is released to them. */
export async function evaluateOperation(
  contract: LoadedContract,
  parts: GatewayParts,
  request: Omit<GatewayRequest, 'context'>,
  context: RequestContext,
): Promise<Evaluated> {
  const { operation } = request;
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return refused('BAD_REQUEST');
  const coerced = getVariableValues(
    contract.apiSchema,
    operation.variableDefinitions ?? [],
    request.request.variables ?? {},
    { maxErrors: 1 },
  );
  if (coerced.errors) {
    const [problem] = coerced.errors;
    return refused('BAD_USER_INPUT', problem?.message);
  }
  const registry = parts.registry();
  const readers = contract.classOf(holdingsOf(context.reader, registry, context.now).own);
  const denied = deniedVariables(contract.model.schema, readers, operation, coerced.coerced);
  const prepared = await prepare(contract, readers, denied, request);
  const missing = [...prepared.requiredVariables].find((name) => coerced.coerced[name] === null);
  if (missing !== undefined) return refused('BAD_USER_INPUT', `the variable \`${missing}\` must not be null`);
  const root = contract.model.schema.getRootType(operation.operation)?.name ?? 'Query';
  const tree = new Entry(root, '', null);
  const assemblies = request.takesBytes === true ? prepared.assemblies : none;
  const run = startRun(contract, parts, registry, context, readers, coerced.coerced, tree, assemblies);
  await (operation.operation === OperationTypeNode.MUTATION ? runInTurn : runSteps)(run, prepared.steps);
  const completed = complete(run, prepared.completeFor(coerced.coerced), contract.apiSchema);
  const answer = await withIntrospection(contract, readers, prepared, completed.result, coerced.coerced);
  const { records } = completed;
  return {
    answer,
    access: { operationHash: request.queryHash, records, outcome: outcomeOf(completed) },
    isPersonal: run.decisions.isPersonal,
  };
}

const none: Run['assemblies'] = new Map();

function refused(code: 'BAD_REQUEST' | 'BAD_USER_INPUT', message?: string): Evaluated {
  return { answer: { errors: [refusal(new CodedError(code, {}, message))] }, access: null, isPersonal: true };
}

function prepare(
  contract: LoadedContract,
  readers: ReaderClass,
  denied: ReadonlyMap<string, FloorDecision>,
  { queryHash, operationName, document, operation }: Omit<GatewayRequest, 'context'>,
): Promise<PreparedOperation> {
  const deniedKey = denied.size > 0 ? JSON.stringify([...denied]) : '';
  const key = `${queryHash} ${operationName ?? ''} ${readers.key} ${deniedKey}`;
  const known = contract.operations.get(key);
  if (known?.document === document) return known.prepared;
  const planned = async (): Promise<PreparedOperation> => {
    const [problem] = validate(contract.apiSchema, document, [ValuesOfCorrectTypeRule], { maxErrors: 1 });
    if (problem) throw refusal(new CodedError('BAD_USER_INPUT', {}, problem.message));
    preparation.rewritten.publish(document);
    const rewritten = rewrite(contract.model, readers, document, operation, denied);
    const own = rewritten.introspection ? withoutIntrospection(document) : document;
    const { model, apiSchema: schema } = contract;
    const completion: Completion = { model, schema, document: own, operationName, denied: rewritten.denied };
    const steps = rewritten.document ? await contract.plan(rewritten.document, operationName) : [];
    return {
      completeFor: compileCompletion(completion),
      requiredVariables: requiredVariables(contract.apiSchema, document),
      rewritten,
      steps,
      assemblies: spliceable(completion, steps),
    };
  };
  const prepared = planned();
  const keep = (steps: number): void => {
    contract.operations.set(key, { document, prepared }, { size: documentSize(document) + (1 + steps) * stepSize });
  };
  keep(0);
  prepared.then(
    ({ steps }) => keep(steps.length),
    () => contract.operations.delete(key),
  );
  return prepared;
}

function startRun(
  { model }: LoadedContract,
  parts: GatewayParts,
  registry: Registry,
  context: RequestContext,
  readers: ReaderClass,
  variables: Readonly<Record<string, unknown>>,
  root: Entry,
  assemblies: Run['assemblies'],
): Run {
  const { reader, now } = context;
  const alarm = parts.alarm ?? (() => undefined);
  const decisions = new Decisions({
    model,
    registry,
    reader,
    now,
    pseudonym: (owner) => parts.pseudonym(reader, owner),
    readMarking: parts.readMarking,
    lock: parts.lock ?? 'enforce',
  });
  const ask: Run['ask'] = (nation, asked) => parts.ask(nation, asked, context);
  const { central, seal } = parts;
  const references = new References({
    model,
    decisions,
    ask,
    askCentral: async ({ query, variables }) => {
      const answer = await central.get('alliance')?.({ document: parse(query), query, variables }, context);
      return answer && 'data' in answer && answer.data ? { data: answer.data } : { unavailable: 'errors' };
    },
    alarm,
    serves: (nation) => serves(registry, nation),
  });
  return {
    model,
    registry,
    context,
    decisions,
    references,
    readerClass: readers.key,
    variables,
    root,
    assemblies,
    came: new Map(),
    failures: new Set(),
    seal,
    central,
    ask,
    alarm,
  };
}

/** Introspection is answered from the part of the contract that this class of readers may use. */
async function withIntrospection(
  contract: LoadedContract,
  readers: ReaderClass,
  { rewritten }: PreparedOperation,
  result: ExecutionResult,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  if (!rewritten.introspection || !result.data) return result;
  const seen = await contract.introspect(readers, rewritten.introspection, variables);
  const data = Object.fromEntries(
    Object.entries(result.data).map(([key, value]) => [key, Object.hasOwn(seen, key) ? seen[key] : value]),
  );
  return { ...result, data };
}

function outcomeOf({ result, redacted }: Completed): 'PERMIT' | 'REDACT' | 'DENY' | 'STEP_UP' {
  const codes = new Set((result.errors ?? []).map((error: GraphQLError) => error.extensions['code']));
  if (codes.has('STEP_UP_REQUIRED')) return 'STEP_UP';
  if (codes.has('UNAUTHORIZED_FIELD_OR_TYPE')) return 'DENY';
  return redacted ? 'REDACT' : 'PERMIT';
}
