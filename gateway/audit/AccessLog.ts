import { constants, open, type FileHandle } from 'node:fs/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { AccessEntry, LoggedAccess } from './AccessEntry.ts';
import { newestFirst } from './newestFirst.ts';
import { readBackwards } from './readBackwards.ts';

export interface AccessLog {
  /** Resolves once the entry is on the disk, rejects if it may not be. */
  readonly record: (entry: AccessEntry) => Promise<void>;
  /** Newest first, as far as written, whichever process wrote it. Lines torn by a crash are left out. */
  readonly newestFirst: () => AsyncIterable<LoggedAccess>;
  /** False from a failed write to the next one that succeeds. */
  readonly healthy: () => boolean;
  readonly stop: () => Promise<void>;
}

interface Waiting {
  readonly entry: AccessEntry;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** A write returns once the data is on the disk. */
const appending = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_DSYNC;

/** Milliseconds for which a busy log waits for more: writing to the disk costs a request more than anything else. */
const gathering = 2;

/** Milliseconds from the moment that stands in an entry to the entry being in the file. What takes longer has failed. */
const slowestWrite = 5_000;

/**
 * JSON lines, appended by every process that serves readers. Entries of one turn of the event loop, and those that
 * arrive while the disk is busy and for a moment after, are written together.
 * INVARIANT: a batch is one write, which the system appends as a whole, and begins a line of its own: another process
 * neither writes into it nor, where it was torn itself, swallows its first line.
 */
export async function openAccessLog(path: string, clock: () => number): Promise<AccessLog> {
  let file: FileHandle | null = await open(path, appending, 0o600);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let latest = 0;
  let healthy = true;

  const write = async (entries: readonly AccessEntry[]): Promise<void> => {
    file ??= await open(path, appending, 0o600);
    const begun = performance.now();
    latest = Math.max(latest, clock());
    const lines = entries.map((entry): string => JSON.stringify({ at: latest, ...entry } satisfies LoggedAccess));
    const batch = Buffer.from(`\n${lines.join('\n')}\n`);
    try {
      const { bytesWritten } = await file.write(batch);
      if (bytesWritten < batch.length) throw new Error(`${bytesWritten} of ${batch.length} bytes were written`);
      if (performance.now() - begun > slowestWrite) throw new Error(`the disk took more than ${slowestWrite} ms`);
    } catch (error) {
      // What a failed write left in the cache is lost to later ones of this handle: never use it again.
      const failed = file;
      file = null;
      await failed.close().catch(() => {});
      throw error;
    }
  };

  const drain = async (): Promise<void> => {
    await setImmediate();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await write(batch.map(({ entry }) => entry));
        healthy = true;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        healthy = false;
        for (const { reject } of batch) reject(error);
      }
      if (waiting.length > 0) await setTimeout(gathering);
    }
    writing = null;
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        writing ??= drain();
      }),
    newestFirst: () => newestFirst(readBackwards(path), slowestWrite),
    healthy: () => healthy,
    stop: async () => {
      await writing;
      await file?.close();
      file = null;
    },
  };
}
