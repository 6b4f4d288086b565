import { bodyOf, type Variant } from '../work/Work.ts';

/** The answer's data. Throws where there are errors beside it. */
export async function ask(port: number, variant: Variant): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${variant.token}`,
    },
    body: bodyOf(variant),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (response.status !== 200 || errors !== undefined || data === undefined)
    throw new Error(`answered with ${response.status}: ${text.slice(0, 500)}`);
  if (/"unavailable":\["/.test(text)) throw new Error(`a nation is missing: ${text.slice(0, 500)}`);
  return data;
}
