import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { DemoError } from './DemoError.ts';

/**
 * One demo a folder: its database must never be opened twice. The lock is a file with the holder's process id; that of a
 * process which is gone is taken over. Returns the function that gives the lock back.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'demo.lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (create(path)) return () => rmSync(path, { force: true });
    const holder = Number(readFileSync(path, 'utf8'));
    if (isAlive(holder)) {
      throw new DemoError(
        `a demo already runs on \`${folder}\` (process ${holder}): stop it first, or start this one with another --data DIR and PORT` +
          `; if process ${holder} is no demo, delete \`${path}\``,
      );
    }
    rmSync(path, { force: true });
  }
  throw new DemoError(`another demo is just starting on \`${folder}\``);
}

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
