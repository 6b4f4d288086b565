import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';

/** Of this process: after a restart in a container, the process that died often had the same id. */
const held = new Set<string>();

/**
 * A lock that one process at a time holds: a file with its process id. That of a process which is gone, however it was
 * ended, is taken over. Returns the function that gives the lock back, or the id of the process that has it.
 */
export function lockFile(file: string): (() => void) | { readonly holder: number } {
  const path = resolve(file);
  let holder = 0;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (create(path)) {
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    }
    holder = Number(readFileSync(path, 'utf8'));
    if (isAlive(holder) && (holder !== process.pid || held.has(path))) return { holder };
    rmSync(path, { force: true });
  }
  return { holder };
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
