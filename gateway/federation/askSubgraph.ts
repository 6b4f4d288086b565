import type { ExecutionResult, GraphQLError } from 'graphql';
import type { CentralSubgraph } from '../alliance/CentralSubgraph.ts';
import { CodedError } from '../errors.ts';
import type { Run } from './Run.ts';
import type { ScannedAnswer } from './Spliced.ts';
import type { CentralStep } from './Step.ts';

/** An error: there is no answer. */
export type CentralAnswer = ExecutionResult | CodedError;

type Asked = Partial<Pick<Parameters<CentralSubgraph>[0], 'variables' | 'representations' | 'scan'>>;

/** Asks the subgraph of a step, whatever has been asked before. `variables`: beside those of the reader. */
export async function askSubgraph(
  run: Run,
  { service, document, fetch }: CentralStep,
  { variables, ...asked }: Asked,
): Promise<CentralAnswer | ScannedAnswer> {
  const subgraph = run.central.get(service);
  if (!subgraph) return failed();
  const named = (fetch.variableUsages ?? []).filter((name) => Object.hasOwn(run.variables, name));
  const own = Object.fromEntries(named.map((name) => [name, run.variables[name]]));
  const request = { document, query: fetch.operation, variables: { ...own, ...variables }, ...asked };
  try {
    return await subgraph(request, run.context);
  } catch (error) {
    return error instanceof CodedError ? error : failed();
  }
}

/** An error that a subgraph of our own means for the reader is passed on; of any other only that there was one. */
export const failed = (error?: GraphQLError): CodedError =>
  error?.originalError instanceof CodedError ? error.originalError : new CodedError('INTERNAL_SERVER_ERROR');
