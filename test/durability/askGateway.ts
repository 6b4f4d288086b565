import { isRecord } from '../../schema/isRecord.ts';

/** What `data` holds under `field`; null when no answer came, or one that says that nothing is to be had now. */
export async function askGateway(
  url: string,
  token: string,
  { query, variables, field }: { query: string; variables: object; field: string },
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
    });
    const body: unknown = await response.json();
    const data = isRecord(body) && isRecord(body['data']) ? body['data'][field] : undefined;
    return isRecord(data) ? data : null;
  } catch {
    return null;
  }
}
