import { createServer, type Server, type Socket } from 'node:net';
import { openSilentFeed } from './openSilentFeed.ts';

/** Gives the bytes of the whole HTTP answer. Nothing is waited for when they are known already. */
export type Answering = (request: CannedRequest) => Buffer | Promise<Buffer>;

export interface CannedRequest {
  /** Bytes as latin-1 text: a key, not to be read. */
  readonly body: string;
  /** The header as received; empty = none. */
  readonly authorization: string;
}

/** As little of HTTP as gateways need of a subgraph, so that the load side is never what is measured. */
export class AnswerServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Requests received, those of health checks not counted. */
  count = 0;

  constructor(answering: Answering) {
    this.#server = createServer((socket) => this.#serve(socket, answering));
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket, answering: Answering): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let waiting: Buffer = nothing;
    socket.on('data', (data: Buffer) => {
      waiting = waiting.length === 0 ? data : Buffer.concat([waiting, data]);
      for (let read = readRequest(waiting); read; read = readRequest(waiting)) {
        waiting = waiting.subarray(read.end);
        if (read.method === 'GET') {
          if (read.path.startsWith('/events')) openSilentFeed(socket);
          else socket.write(httpAnswer('{"status":"ok"}'));
          continue;
        }
        this.count += 1;
        const answer = answering(read);
        if (answer instanceof Promise)
          void answer.then(
            (bytes) => socket.write(bytes),
            () => socket.destroy(),
          );
        else socket.write(answer);
      }
    });
  }
}

const nothing = Buffer.alloc(0);

export const httpAnswer = (body: string | Buffer, status = '200 OK'): Buffer => {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
};

interface ReadRequest extends CannedRequest {
  readonly method: string;
  readonly path: string;
  /** Index of the first byte after it. */
  readonly end: number;
}

/** Null: not all of it is there yet. */
function readRequest(bytes: Buffer): ReadRequest | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const [method = '', path = ''] = head.split(' ', 2);
  const authorization = header(head, /\r\nauthorization: *([^\r]+)/i);
  const start = headEnd + 4;
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return readChunked(bytes, start, { method, path, authorization });
  const end = start + Number(header(head, /\r\ncontent-length: *(\d+)/i) || '0');
  if (bytes.length < end) return null;
  return { method, path, authorization, body: bytes.toString('latin1', start, end), end };
}

const header = (head: string, pattern: RegExp): string => pattern.exec(head)?.[1] ?? '';

function readChunked(bytes: Buffer, start: number, head: Pick<ReadRequest, 'method' | 'path' | 'authorization'>) {
  let body = '';
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { ...head, body, end: next };
    body += bytes.toString('latin1', lineEnd + 2, lineEnd + 2 + size);
    at = next;
  }
}
