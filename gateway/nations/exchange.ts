import type { Pool } from 'undici';
import type { Unavailable } from './SubgraphAnswer.ts';

export interface Exchange {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Bytes; an answer that is longer is cut off unread. */
  readonly maxBytes: number;
  /** Milliseconds from now to the last byte, connecting and waiting for a connection included. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

const jsonTypes = ['application/json', 'application/graphql-response+json'];

/** One POST, no redirects, no retry. What goes wrong comes back as a value, with words for the log. */
export async function exchange(
  pool: Pool,
  request: Exchange,
): Promise<Uint8Array | { readonly unavailable: Unavailable; readonly detail: string }> {
  const deadline = AbortSignal.timeout(request.deadline);
  const signal = AbortSignal.any([request.signal, deadline]);
  try {
    const { path, headers, body } = request;
    const answer = await pool.request({ method: 'POST', path, headers: { ...headers }, body, signal });
    const refused = refuse(answer.statusCode, answer.headers);
    if (refused) {
      answer.body.on('error', () => {}).destroy();
      return refused;
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > request.maxBytes)
        return { unavailable: 'tooLarge', detail: `more than ${String(request.maxBytes)} bytes` };
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (request.signal.aborted) return { unavailable: 'aborted', detail };
    return { unavailable: deadline.aborted ? 'timeout' : 'unreachable', detail };
  }
}

function refuse(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): { readonly unavailable: Unavailable; readonly detail: string } | null {
  if (status === 400) return { unavailable: 'refused', detail: '400' };
  if (status !== 200) return { unavailable: 'status', detail: String(status) };
  const type = String(headers['content-type']);
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!jsonTypes.includes(essence)) return { unavailable: 'contentType', detail: type.slice(0, 100) };
  const encoding = headers['content-encoding'];
  if (encoding !== undefined)
    return { unavailable: 'contentType', detail: `encoded as ${String(encoding).slice(0, 100)}` };
  return null;
}
