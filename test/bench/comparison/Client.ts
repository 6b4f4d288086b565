import { connect, type Socket } from 'node:net';

export interface Measured {
  readonly status: number;
  /** Bytes of the body. */
  readonly length: number;
}

const patience = 20_000;

/** One connection to a gateway. It sends bytes made beforehand, and measures the answer without reading it. */
export class Client {
  readonly #socket: Socket;
  #waiting: { resolve: (measured: Measured) => void; reject: (reason: Error) => void } | null = null;
  #received: Buffer = nothing;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const fail = (reason: Error): void => this.#waiting?.reject(reason);
    socket.setNoDelay(true);
    socket.setTimeout(patience, () => fail(new Error(`no answer within ${patience / 1000} s`)));
    socket.on('data', (data: Buffer) => this.#read(data));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the gateway closed the connection')));
  }

  static connect(port: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Client(socket)));
      socket.once('error', reject);
    });
  }

  send(request: Buffer): Promise<Measured> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  stop(): void {
    this.#socket.destroy();
  }

  #read(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    const measured = measure(this.#received);
    if (!measured) return;
    this.#received = nothing;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(measured);
  }
}

const nothing = Buffer.alloc(0);

/** Null: not all of the answer is there yet. */
function measure(bytes: Buffer): Measured | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + 4;
  const given = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (given !== undefined) return bytes.length < start + Number(given) ? null : { status, length: Number(given) };
  const length = chunkedLength(bytes, start);
  return length === null ? null : { status, length };
}

function chunkedLength(bytes: Buffer, start: number): number | null {
  let length = 0;
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2 + size + 2;
    if (bytes.length < at) return null;
    if (size === 0) return length;
    length += size;
  }
}
