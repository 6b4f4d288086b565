import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { LoggedAccess } from './AccessEntry.ts';

const chunkBytes = 64 * 1024;
const newline = 0x0a;

const Logged = z.object({
  at: z.number(),
  requestId: z.string(),
  readerNation: z.string(),
  operationHash: z.string(),
  outcome: z.enum(['PERMIT', 'REDACT', 'DENY', 'STEP_UP']),
  policyVersion: z.string(),
  owners: z.record(z.string(), z.object({ pseudonym: z.string(), records: z.record(z.string(), z.array(z.string())) })),
});

/** The entries of an access log from its present end to its beginning. Lines that are no entries are left out. */
export async function* readBackwards(path: string): AsyncGenerator<LoggedAccess, void, undefined> {
  const file = await open(path, 'r');
  try {
    let end = (await file.stat()).size;
    // The beginning of a line whose rest has been read already.
    let rest: Uint8Array = new Uint8Array();
    while (end > 0) {
      const start = Math.max(0, end - chunkBytes);
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      let bytes: Uint8Array = Buffer.concat([buffer, rest]);
      for (let at = bytes.lastIndexOf(newline); at >= 0; at = bytes.lastIndexOf(newline)) {
        yield* entryOf(bytes.subarray(at + 1));
        bytes = bytes.subarray(0, at);
      }
      rest = bytes;
      end = start;
    }
    yield* entryOf(rest);
  } finally {
    await file.close();
  }
}

function entryOf(line: Uint8Array): LoggedAccess[] {
  if (line.byteLength === 0) return [];
  try {
    const entry = Logged.safeParse(JSON.parse(Buffer.from(line).toString('utf8')));
    return entry.success ? [entry.data] : [];
  } catch {
    return [];
  }
}
