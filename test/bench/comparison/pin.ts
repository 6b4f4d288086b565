import { execFileSync } from 'node:child_process';

/** From now on all threads of a process, and those it makes later, run on this core alone. */
export function pin(pid: number, cpu: number): void {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(cpu), String(pid)], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('the comparison gives each process a core by `taskset`: install util-linux', { cause });
  }
}
