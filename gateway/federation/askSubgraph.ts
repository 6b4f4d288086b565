import type { ExecutionResult, GraphQLError } from 'graphql';
import { CodedError } from '../errors.ts';
import type { Run } from './Run.ts';
import type { ScanAnswer, ScannedAnswer } from './Spliced.ts';
import type { CentralStep } from './Step.ts';

/** An error: there is no answer. */
export type CentralAnswer = ExecutionResult | CodedError;

/** Asks the subgraph of a step, whatever has been asked before. */
export async function askSubgraph(
  run: Run,
  step: CentralStep,
  extra: Readonly<Record<string, unknown>>,
  scan?: ScanAnswer,
): Promise<CentralAnswer | ScannedAnswer> {
  const subgraph = run.central.get(step.service);
  const named = (step.fetch.variableUsages ?? []).filter((name) => Object.hasOwn(run.variables, name));
  const variables = { ...Object.fromEntries(named.map((name) => [name, run.variables[name]])), ...extra };
  if (!subgraph) return failed();
  const { document, fetch } = step;
  const request = { document, query: fetch.operation, variables, ...(scan && { scan }) };
  try {
    return await subgraph(request, run.context);
  } catch (error) {
    return error instanceof CodedError ? error : failed();
  }
}

/** An error that a subgraph of our own means for the reader is passed on; of any other only that there was one. */
export const failed = (error?: GraphQLError): CodedError =>
  error?.originalError instanceof CodedError ? error.originalError : new CodedError('INTERNAL_SERVER_ERROR');
