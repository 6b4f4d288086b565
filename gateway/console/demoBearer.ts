import type { Bearer } from './askWith.ts';

/** The token of a ready reader, kept in memory and renewed before it ends. */
export function demoBearer(readerId: string, clock: () => number): Bearer {
  const renewAfter = 10 * 60_000;
  let token: Promise<string> | null = null;
  let asOf = 0;
  return () => {
    if (token === null || clock() - asOf > renewAfter) {
      asOf = clock();
      token = fetchDemoToken(readerId).catch((error: unknown) => {
        token = null;
        throw error;
      });
    }
    return token;
  };
}

async function fetchDemoToken(readerId: string): Promise<string> {
  const response = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reader: readerId }),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  if (answer.access_token === undefined) throw new Error(answer.error ?? `no token: ${response.status}`);
  return answer.access_token;
}
