// One of the processes that serve readers. main.ts starts it, says what it is to serve, and when it is to go.
import { pino } from 'pino';
import { parseSettings } from '../config/readSettings.ts';
import { startGateway, type RunningGateway } from '../server.ts';
import { firstMessage } from './firstMessage.ts';
import type { WorkerOrder, WorkerReply, WorkerTask } from './WorkerTask.ts';

/** Milliseconds in which connections that are kept open are told to go, before those that stay idle are closed. */
const farewell = 5_000;

// A terminal sends these to every process: what they mean is main.ts's to say.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});

const task = (await firstMessage()) as WorkerTask;
try {
  const gateway = await start(task);
  process.once('SIGTERM', () => leave(gateway, 0));
  process.once('message', (order: WorkerOrder) => order === 'leave' && leave(gateway, farewell));
  reply({ url: gateway.url });
} catch (error) {
  if (!isInUse(error)) throw error;
  reply({ problems: [`port ${task.port} is in use: stop what listens there, or set PORT`] });
}

async function start({ settings, ...where }: WorkerTask): Promise<RunningGateway> {
  const { registry, keys } = await parseSettings(settings);
  const { supergraphSdl } = settings;
  return startGateway({ registry, keys, supergraphSdl, ...where, logger: pino(), clock: () => Date.now() });
}

function leave(gateway: RunningGateway, patience: number): void {
  void gateway.stop(patience).then(() => process.exit());
}

function reply(message: WorkerReply): void {
  process.send?.(message);
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
