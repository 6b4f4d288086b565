import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below these, systems take no ports for connections: what is free there is still free when a process starts again. */
const [lowest, end] = [10_000, 32_000];

/** A port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (end - lowest));
    const server = createServer();
    const isFree = await once(server.listen(port, '127.0.0.1'), 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
