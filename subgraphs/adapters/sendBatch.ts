import type { JWK } from 'jose';
import { importAnswer, importRefusal } from './importMessages.ts';
import type { ImportRequest, ImportResult } from './importMessages.ts';
import { signOperatorToken } from './operatorToken.ts';

const deadlineMs = 60_000;

export interface Recipient {
  readonly nation: string;
  /** Any address at the nation's subgraph. */
  readonly url: string;
  readonly operatorKey: JWK;
  readonly clock: () => number;
}

/** One batch to the nation's subgraph; what went wrong comes back as a sentence that says what to do. */
export async function sendBatch(
  request: ImportRequest,
  { nation, url, operatorKey, clock }: Recipient,
): Promise<readonly ImportResult[] | { readonly problem: string }> {
  const address = new URL('/operator/import', url);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await signOperatorToken(nation, operatorKey, clock())}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    body = await response.json().catch(() => undefined);
  } catch {
    return {
      problem: `the subgraph of ${nation} at ${address.origin} does not answer: start it and run the same command again`,
    };
  }
  if (response.status === 401) {
    return {
      problem: `the subgraph of ${nation} at ${address.origin} does not know this operator: use the key that it was started with, by \`--key\``,
    };
  }
  const answer = importAnswer.safeParse(body);
  if (response.ok && answer.success && answer.data.results.length === request.records.length)
    return answer.data.results;
  const refusal = importRefusal.safeParse(body);
  const reason = refusal.success
    ? refusal.data.error
    : `status ${response.status}, which is not what a nation's subgraph answers`;
  return { problem: `the subgraph of ${nation} at ${address.origin} took nothing: ${reason}` };
}
