import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Problems, Settings } from '../config/readSettings.ts';

const file = fileURLToPath(new URL('settingsProcess.ts', import.meta.url));

/**
 * Reads settings in a process that ends then: whoever accepts connections for others cannot stand still while a contract
 * is composed, nor keep the memory that this takes.
 */
export async function settingsIn(registryFile: string): Promise<{ readonly settings: Settings } | Problems> {
  const child = fork(file);
  child.send(registryFile);
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => {
    throw new Error(`the registry could not be read (${String(code ?? signal)})`);
  });
  const [read] = (await Promise.race([once(child, 'message'), ended])) as [{ readonly settings: Settings } | Problems];
  return read;
}
