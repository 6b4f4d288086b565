import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DemoError } from './DemoError.ts';

/** node:util's parseArgs, but what is wrong with a command line comes as one sentence and the usage. */
export function readFlags<const T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : 'unreadable flags'}\n${usage}`, 2);
  }
}
