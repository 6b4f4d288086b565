import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Ends each connection with its next answer. Resolves when none is left, or after `patience` milliseconds. */
export async function takeLeave(server: Server, patience: number): Promise<void> {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  const connections = promisify(server.getConnections.bind(server));
  const end = performance.now() + patience;
  while (performance.now() < end && (await connections()) > 0) await sleep(50);
}
