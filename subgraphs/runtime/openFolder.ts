import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockFile } from './lockFile.ts';

export interface OpenFolder {
  readonly pglite: PGlite;
  close(): Promise<void>;
}

/**
 * The embedded database in a folder, made when it is not there. A commit is in the files before it is answered, so it
 * survives the end of the process, however that comes; the system writes them to the disk when it likes, so a loss of
 * power may cost the last of them.
 */
export async function openFolder(folder: string): Promise<OpenFolder> {
  mkdirSync(dirname(folder), { recursive: true });
  const path = `${folder}.lock`;
  const lock = lockFile(path);
  if (typeof lock !== 'function') {
    throw new Error(
      `the database in \`${folder}\` is open in process ${lock.holder}: stop that first` +
        `; if process ${lock.holder} is no subgraph, delete \`${path}\``,
    );
  }
  try {
    if (!existsSync(folder)) await make(folder);
    const pglite = await PGlite.create(folder);
    return {
      pglite,
      close: async () => {
        if (!pglite.closed) await pglite.close();
        lock();
      },
    };
  } catch (error) {
    lock();
    throw error;
  }
}

/** Under its own name only when it is whole: what a process that was killed had begun is made anew. */
async function make(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  const fresh = await PGlite.create(draft);
  await fresh.close();
  renameSync(draft, folder);
}
