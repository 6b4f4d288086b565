import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readKeys } from './config/readKeys.ts';
import { readRegistry } from './config/readRegistry.ts';
import { readSupergraph } from './config/readSupergraph.ts';
import { startGateway } from './server.ts';

const usage = 'usage: npm run gateway -- --config FILE [--access-log FILE]   (environment: PORT, HOST)';

class StartProblems extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartProblems)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { config, log, port, host } = readArguments();
  const registry = await registryIn(config);
  const keys = await readKeys(registry);
  const supergraph = await readSupergraph(registry);
  if ('problems' in keys) throw new StartProblems(keys.problems);
  if ('problems' in supergraph) throw new StartProblems(supergraph.problems);
  const gateway = await startGateway({
    registry,
    keys: keys.keys,
    supergraphSdl: supergraph.supergraphSdl,
    accessLog: log,
    port,
    host,
    logger: pino(),
    clock: () => Date.now(),
  }).catch((error: unknown) => {
    throw cannotListen(error, port) ?? error;
  });
  console.log(`gateway ready at ${gateway.url}`);
  // A terminal and npm may each send the signal: the second must not cut the first one's stop short.
  let stopping: Promise<void> | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= gateway.stop();
    });
  }
}

function readArguments() {
  const { config, 'access-log': log } = parsed();
  const { PORT = '4000', HOST: host = '127.0.0.1' } = process.env;
  const port = Number(PORT);
  if (config === undefined) throw new StartProblems([usage]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartProblems([`PORT is \`${PORT}\`: set it to a number from 0 (any free port) to 65535`]);
  }
  return { config, log: log ?? join(dirname(config), 'access.jsonl'), port, host };
}

function parsed() {
  try {
    return parseArgs({ options: { config: { type: 'string' }, 'access-log': { type: 'string' } } }).values;
  } catch (error) {
    throw new StartProblems([error instanceof Error ? error.message : String(error), usage]);
  }
}

function cannotListen(error: unknown, port: number): StartProblems | null {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return null;
  return new StartProblems([`port ${String(port)} is in use: stop what listens there, or set PORT`]);
}

async function registryIn(file: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new StartProblems([`\`${file}\` cannot be read: name the registry with --config`]);
  });
  const read = readRegistry(text, resolve(dirname(file)));
  if ('registry' in read) return read.registry;
  throw new StartProblems(read.problems.map(({ line, path, message }) => `${file}:${line ?? 1} ${path} ${message}`));
}
