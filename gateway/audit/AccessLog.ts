import { open, type FileHandle } from 'node:fs/promises';
import type { AccessEntry, LoggedAccess } from './AccessEntry.ts';
import { readBackwards } from './readBackwards.ts';

export interface AccessLog {
  /** Resolves once the entry is on the disk, rejects if it may not be. */
  readonly record: (entry: AccessEntry) => Promise<void>;
  /** Newest first, as far as written. Lines torn by a crash are left out. */
  readonly newestFirst: () => AsyncIterable<LoggedAccess>;
  /** False from a failed write to the next one that succeeds. */
  readonly healthy: () => boolean;
  readonly stop: () => Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** JSON lines, appended. Entries that arrive while the disk is busy are written and synced together. */
export async function openAccessLog(path: string, clock: () => number): Promise<AccessLog> {
  let file: FileHandle | null = await open(path, 'a', 0o600);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let latest = 0;
  // A line may have been torn by the end of an earlier process, and is torn by any failed write.
  let torn = true;
  let healthy = true;

  const write = async (lines: readonly string[]): Promise<void> => {
    file ??= await open(path, 'a', 0o600);
    try {
      await file.appendFile((torn ? '\n' : '') + lines.join(''));
      await file.datasync();
      torn = false;
    } catch (error) {
      // What a failed sync left in the cache is lost to later syncs of this handle: never use it again.
      torn = true;
      const failed = file;
      file = null;
      await failed.close().catch(() => {});
      throw error;
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await write(batch.map(({ line }) => line));
        healthy = true;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        healthy = false;
        for (const { reject } of batch) reject(error);
      }
    }
    writing = null;
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        latest = Math.max(latest, clock());
        const logged: LoggedAccess = { at: latest, ...entry };
        waiting.push({ line: `${JSON.stringify(logged)}\n`, resolve, reject });
        writing ??= drain();
      }),
    newestFirst: () => readBackwards(path),
    healthy: () => healthy,
    stop: async () => {
      await writing;
      await file?.close();
      file = null;
    },
  };
}
