import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

import { DemoError } from './DemoError.ts';
import type { RunningNations } from './RunningNations.ts';

/**
 * The demo's remote control, on loopback, for `npm run nation`: `POST /nations/POL/stop` and `/start`, with the secret of
 * demo.json as bearer token. Answers 204, or 409 with `{problem}`.
 */
export async function startControl(options: {
  readonly port: number;
  readonly secret: string;
  readonly nations: RunningNations;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const expected = Buffer.from(`Bearer ${options.secret}`);
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const [, code, action] = /^\/nations\/([A-Z-]{2,16})\/(stop|start)$/.exec(request.url ?? '') ?? [];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.writeHead(401).end();
    } else if (request.method !== 'POST' || code === undefined) {
      response.writeHead(404).end();
    } else {
      const done = action === 'stop' ? options.nations.stop(code) : options.nations.start(code);
      done.then(
        () => response.writeHead(204).end(),
        (error: unknown) => {
          const problem = error instanceof DemoError ? error.message : `${code} did not ${action}: ${String(error)}`;
          response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify({ problem }));
        },
      );
    }
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
