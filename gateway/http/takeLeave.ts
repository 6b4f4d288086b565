import type { Server } from 'node:http';
import { Server as Listener } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * Takes no new connections, and ends each with its next answer. Resolves when none is left, or after `patience`
 * milliseconds.
 */
export async function takeLeave(server: Server, patience: number): Promise<void> {
  // That of HTTP would also close connections on which, at this moment, a request may be on its way.
  Listener.prototype.close.call(server);
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  const connections = promisify(server.getConnections.bind(server));
  const end = performance.now() + patience;
  while (performance.now() < end && (await connections()) > 0) await sleep(50);
}
