import { pino } from 'pino';
import { UsageError } from './errors.ts';
import { readOptions, usage } from './readOptions.ts';
import { startSubgraph } from './runtime/startSubgraph.ts';

/** `npm run subgraph`: one nation's subgraph by itself. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(usage);
  const log = pino();
  const subgraph = await startSubgraph({ ...readOptions(process.argv.slice(2)), clock: Date.now, log });
  const stop = () => {
    void subgraph.stop().then(() => process.exit(0));
  };
  process.on('SIGHUP', () => {
    try {
      subgraph.adopt(readOptions(process.argv.slice(2)).registry);
      log.info('the registry was read anew');
    } catch (error) {
      log.error(`the registry was not read anew: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
