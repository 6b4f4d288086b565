import type { IncomingMessage } from 'node:http';

/** Bytes: more than any operation within the limits needs. */
export const bodyLimit = 128 * 1024;

/** The body as text; `tooLarge` without reading on; null where the reader went away before its end. */
export function readBody(request: IncomingMessage): Promise<{ readonly text: string } | 'tooLarge' | null> {
  if (Number(request.headers['content-length']) > bodyLimit) return Promise.resolve('tooLarge');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
      else resolve('tooLarge');
    });
    request.on('end', () => {
      const [first] = chunks;
      const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
      resolve({ text: bytes.toString('utf8') });
    });
    request.on('close', () => resolve(null));
    request.on('error', () => resolve(null));
  });
}
