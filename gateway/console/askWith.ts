import type { ExecutionResult } from 'graphql';

export interface GraphRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | undefined;
}

export type Ask = (request: GraphRequest) => Promise<ExecutionResult>;

/** Gives an access token that is good now. */
export type Bearer = () => Promise<string>;

/** Asks the gateway with the token that `bearer` gives. An answer that is not JSON is thrown as an error. */
export function askWith(bearer: Bearer): Ask {
  return async ({ query, operationName, variables }) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        authorization: `Bearer ${await bearer()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query, operationName, variables }),
    });
    const text = await response.text();
    const answer = parseJson(text);
    if (!isResult(answer)) throw new Error(`the gateway answered ${response.status} without a result`);
    return answer;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isResult(answer: unknown): answer is ExecutionResult {
  return typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
}
