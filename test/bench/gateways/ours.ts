// Our gateway as it runs anywhere, every check switched on, for the bench to measure.
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { pino } from 'pino';
import { parseSettings } from '../../../gateway/config/readSettings.ts';
import { startGateway } from '../../../gateway/server.ts';
import { settingsIn } from '../../../gateway/workers/settingsIn.ts';

/** The one argument, as JSON. */
export interface OursOptions {
  readonly registryFile: string;
  readonly accessLog: string;
  readonly port: number;
  readonly lock: 'enforce' | 'permit';
}

/** `collect`: garbage. */
export type OursOrder = ProfileOrder | { readonly collect: true };
export type ProfileOrder = { readonly profile: 'start' } | { readonly profile: 'stop'; readonly file: string };

const options = JSON.parse(process.argv[2] ?? '') as OursOptions;
const read = await settingsIn(options.registryFile);
if ('problems' in read) throw new TypeError(read.problems.join('\n'));
const gateway = await startGateway({
  ...(await parseSettings(read.settings)),
  supergraphSdl: read.settings.supergraphSdl,
  accessLog: options.accessLog,
  port: options.port,
  host: '127.0.0.1',
  logger: pino(),
  clock: () => Date.now(),
  lock: options.lock,
});

const session = new Session();
process.on('message', (order: OursOrder) => {
  void carryOut(order).then(() => process.send?.({}));
});
process.on('SIGTERM', () => void gateway.stop().then(() => process.exit()));

async function carryOut(order: OursOrder): Promise<void> {
  if ('collect' in order) {
    session.connect();
    await session.post('HeapProfiler.collectGarbage');
    session.disconnect();
    return;
  }
  if (order.profile === 'start') {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 250 });
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  await writeFile(order.file, JSON.stringify(profile));
}
