// A gateway in a thread of its own, so that what is measured of the thread is the gateway's.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { startLoneGateway } from '../attacks/startLoneGateway.ts';

/** Milliseconds. */
export interface Usage {
  readonly cpu: number;
  readonly stall: number;
}

export type GatewayThreadMessage = { readonly url: string; readonly token: string } | 'begun' | Usage;

const say = (message: GatewayThreadMessage): void => parentPort?.postMessage(message);

const endpoints = Object.fromEntries(['EST', 'LVA', 'POL'].map((code) => [code, `http://127.0.0.1:9/${code}`]));
const gateway = await startLoneGateway({ endpoints });
const delays = monitorEventLoopDelay({ resolution: 1 });
let before = process.threadCpuUsage();

parentPort?.on('message', (order: 'begin' | 'end' | 'stop') => {
  if (order === 'stop') {
    parentPort?.close();
    void gateway.stop();
  } else if (order === 'begin') {
    delays.reset();
    delays.enable();
    before = process.threadCpuUsage();
    say('begun');
  } else {
    const { user, system } = process.threadCpuUsage(before);
    delays.disable();
    say({ cpu: (user + system) / 1000, stall: delays.max / 1e6 });
  }
});
say({ url: gateway.url, token: gateway.token });
