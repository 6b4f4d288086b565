import type { RequestListener, Server } from 'node:http';

/** Requests for exactly this address are answered without what `server` has listening to all of them so far. */
export function answerAhead(server: Server, address: string, answer: RequestListener): void {
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.url === address) answer(request, response);
    else for (const other of others) other.call(server, request, response);
  });
}
