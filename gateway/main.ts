import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { parseArgs } from 'node:util';
import { pino, type Logger } from 'pino';
import type { Settings } from './config/readSettings.ts';
import { Crew } from './workers/Crew.ts';
import { settingsIn } from './workers/settingsIn.ts';
import { WorkerProblems } from './workers/WorkerProcess.ts';

const usage = 'usage: npm run gateway -- --config FILE [--access-log FILE] [--workers N]   (environment: PORT, HOST)';
const mostWorkers = 64;

class StartProblems extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartProblems || error instanceof WorkerProblems)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** The process that readers never reach: it starts the workers that serve them, and replaces them. */
async function main(): Promise<void> {
  const { config, ...options } = readArguments();
  const logger = pino();
  const { host } = options;
  const port = options.port === 0 ? await freePort(host) : options.port;
  const { crew, url } = await Crew.start({ ...options, port, logger }, await goodSettings(config));

  // A terminal and npm may each send the signal: the second must not cut the first one's stop short.
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= crew.stop().then(() => process.exit());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  let turn = Promise.resolve();
  let waiting = false;
  const reloadAfter = async (before: Promise<void>): Promise<void> => {
    await before;
    waiting = false;
    await reload(config, crew, logger);
  };
  process.on('SIGHUP', () => {
    if (hungUp()) return stop();
    // One that has not begun yet reads what there will be then.
    if (waiting) return;
    waiting = true;
    turn = reloadAfter(turn);
  });
  // Whoever reads this may send a signal at once.
  console.log(`gateway ready at ${url}`);
}

/** Whatever goes wrong, the workers that there are go on as they are. */
async function reload(config: string, crew: Crew, logger: Logger): Promise<void> {
  try {
    await crew.replace(await goodSettings(config));
    logger.info('the registry was read anew');
  } catch (error) {
    const problems = error instanceof Error ? error.message.split('\n') : [];
    logger.error({ problems }, 'the registry was not read anew: what was read before stays');
  }
}

function readArguments() {
  const { config, 'access-log': log, workers = '1' } = parsed();
  const { PORT = '4000', HOST: host = '127.0.0.1' } = process.env;
  if (config === undefined) throw new StartProblems([usage]);
  const port = numberIn(PORT, 0, 65_535);
  if (port === null) {
    throw new StartProblems([`PORT is \`${PORT}\`: set it to a number from 0 (any free port) to 65535`]);
  }
  const size = numberIn(workers, 1, mostWorkers);
  if (size === null) {
    throw new StartProblems([
      `--workers is \`${workers}\`: set it to a number from 1 to ${mostWorkers}, one for each core`,
    ]);
  }
  return { config, accessLog: log ?? join(dirname(config), 'access.jsonl'), port, host, size };
}

function parsed() {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ options: { config: text, 'access-log': text, workers: text } }).values;
  } catch (error) {
    throw new StartProblems([error instanceof Error ? error.message : String(error), usage]);
  }
}

function numberIn(text: string, least: number, most: number): number | null {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= least && number <= most ? number : null;
}

/** A terminal that is closed sends the signal, too, but nobody is left who could end what it started. */
function hungUp(): boolean {
  return process.stdout.isTTY && !isatty(1);
}

async function goodSettings(config: string): Promise<Settings> {
  const read = await settingsIn(config);
  if ('problems' in read) throw new StartProblems(read.problems);
  return read.settings;
}

/** The same for every worker: each by itself would find another. */
async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
