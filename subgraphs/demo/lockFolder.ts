import { join } from 'node:path';

import { lockFile } from '../runtime/lockFile.ts';
import { DemoError } from './DemoError.ts';

/** One demo a folder: its database must never be opened twice. Returns the function that gives the lock back. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'demo.lock');
  const lock = lockFile(path);
  if (typeof lock === 'function') return lock;
  throw new DemoError(
    `a demo already runs on \`${folder}\` (process ${lock.holder}): stop it first, or start this one with another --data DIR and PORT` +
      `; if process ${lock.holder} is no demo, delete \`${path}\``,
  );
}
