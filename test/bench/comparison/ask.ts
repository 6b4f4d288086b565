import { bodyOf, type Variant } from '../work/Work.ts';

export interface WholeAnswer {
  readonly data: unknown;
  /** Bytes of the body. */
  readonly length: number;
}

const attempts = 3;
const pause = 2_500;

/**
 * What a gateway answers when nothing is missing. On a machine that is busy with other things a nation may be too late,
 * so it is asked again; throws where that does not help.
 */
export async function ask(port: number, variant: Variant): Promise<WholeAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await post(port, variant);
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
    const isWhole = status === 200 && errors === undefined && data !== undefined && !/"unavailable":\["/.test(text);
    if (isWhole) return { data, length: Buffer.byteLength(text) };
    if (attempt === attempts) throw new Error(`answered with ${status}: ${text.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function post(port: number, variant: Variant): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${variant.token}`,
    },
    body: bodyOf(variant),
  });
  return { status: response.status, text: await response.text() };
}
