import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';

/** A request as a nation was sent it. */
export interface RecordedRequest {
  readonly nation: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly contentType?: string;
  readonly body: string | Uint8Array;
}

/** What a nation answers in place of its own answer; `forward` gets that one. `hang`: nothing ever comes. */
export type Answering = (body: string, forward: () => Promise<string>) => Promise<Reply | 'hang'> | Reply | 'hang';

/** A real HTTP proxy before one nation. It keeps what passes, and can answer in the nation's place. */
export class Recorder {
  readonly nation: string;
  readonly requests: RecordedRequest[] = [];
  /** URL of the nation's endpoint; null: the nation is down. */
  target: string | null = null;
  answering: Answering | null = null;
  /** What a nation's feed begins with in place of its own. */
  feeding: string | null = null;
  readonly #feeds = new Set<ServerResponse>();
  readonly #server: Server;
  readonly #heard: (request: RecordedRequest) => void;

  private constructor(nation: string, heard: (request: RecordedRequest) => void) {
    this.nation = nation;
    this.#heard = heard;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(nation: string, heard: (request: RecordedRequest) => void): Promise<Recorder> {
    const recorder = new Recorder(nation, heard);
    await new Promise<void>((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the recorder is not listening');
    return `http://127.0.0.1:${address.port}/graphql`;
  }

  /** To all whose feed began with `feeding`. */
  feed(text: string): void {
    for (const response of this.#feeds) response.write(text);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { method = '', headers } = request;
    if (method === 'POST') {
      const recorded = { nation: this.nation, method, headers, body };
      this.requests.push(recorded);
      this.#heard(recorded);
    }
    if (this.target === null) {
      request.socket.destroy();
      return;
    }
    const target = new URL(request.url ?? '', this.target);
    const reach = async () => fetch(target, { method, ...(method === 'POST' && { headers: passed(headers), body }) });
    if (this.answering && method === 'POST') {
      const reply = await this.answering(body, async () => (await reach()).text());
      if (reply === 'hang') return;
      response.writeHead(reply.status ?? 200, { 'content-type': reply.contentType ?? 'application/json' });
      response.end(reply.body);
      return;
    }
    if (this.feeding !== null && headers.accept === 'text/event-stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(this.feeding);
      this.#feeds.add(response);
      return;
    }
    if (headers.accept === 'text/event-stream') return pass(target, headers, response);
    const answer = await reach();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
}

/** A stream goes on until one side ends it. */
async function pass(target: URL, headers: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const answer = await fetch(target, { headers: passed(headers), signal: gone.signal });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  for await (const chunk of answer.body ?? []) response.write(chunk);
  response.end();
}

/** The headers that a nation looks at. */
const passed = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    ['authorization', 'content-type', 'x-request-id'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
