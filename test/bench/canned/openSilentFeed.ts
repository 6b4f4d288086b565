import type { Socket } from 'node:net';
import { formatEventPosition } from '../../../schema/feed/EventPosition.ts';

/** Milliseconds between two signs of life. */
const quiet = 10_000;

/** The feed of a nation in which nothing happens, for as long as the gateway listens: for streams that begin now. */
export function openSilentFeed(socket: Socket): void {
  const begin = formatEventPosition({ at: Date.now(), turn: 0, id: '' });
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n');
  socket.write(`event: begin\nid: ${begin}\ndata:\n\n`);
  const alive = setInterval(() => socket.write(':\n\n'), quiet);
  socket.once('close', () => clearInterval(alive));
}
