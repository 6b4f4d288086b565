import { pino } from 'pino';
import { UsageError } from './errors.ts';
import { readOptions, usage } from './readOptions.ts';
import { startSubgraph, type RunningSubgraph } from './runtime/startSubgraph.ts';

/** `npm run subgraph`: one nation's subgraph by itself. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(usage);
  const log = pino();
  const starting = startSubgraph({ ...readOptions(process.argv.slice(2)), clock: Date.now, log });
  // Before it is said that the subgraph listens: whoever reads that may send a signal at once.
  const whenStarted = (act: (subgraph: RunningSubgraph) => unknown) => (): void => void starting.then(act, () => {});
  const stop = whenStarted((subgraph) => subgraph.stop().then(() => process.exit(0)));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const readAnew = (subgraph: RunningSubgraph): void => {
    try {
      subgraph.adopt(readOptions(process.argv.slice(2)).registry);
      log.info('the registry was read anew');
    } catch (error) {
      log.error(`the registry was not read anew: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  process.on('SIGHUP', whenStarted(readAnew));
  await starting;
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
