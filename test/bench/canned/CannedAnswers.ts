import { AnswerServer, httpAnswer } from './AnswerServer.ts';
import { Recording, type RecordedLevels } from './Recording.ts';

/** What a subgraph really answers: the body of its answer to this request. */
export type Subgraph = (body: string, authorization: string) => Promise<string>;

/**
 * Subgraphs that answer from memory: each distinct request is executed once, and its bytes are kept. Whatever a gateway
 * then costs is its own.
 */
export class CannedAnswers {
  readonly #servers: AnswerServer[] = [];
  #recording: Recording | null = null;

  /** `readerOf` says by what of the header answers differ. */
  async serve(subgraph: Subgraph, readerOf: (authorization: string) => string): Promise<number> {
    const kept = new Map<string, Map<string, Buffer>>();
    let port = 0;
    const server = new AnswerServer(({ body, authorization }) => {
      const reader = readerOf(authorization);
      const known = kept.get(reader)?.get(body);
      const answer = known ?? execute(subgraph, body, authorization).then((bytes) => keep(reader, body, bytes));
      return this.#recording?.pass({ port, body, authorization }, answer) ?? answer;
    });
    const keep = (reader: string, body: string, bytes: Buffer): Buffer => {
      kept.set(reader, (kept.get(reader) ?? new Map<string, Buffer>()).set(body, bytes));
      return bytes;
    };
    this.#servers.push(server);
    port = await server.listen();
    return port;
  }

  /** Requests received since the start. */
  count(): number {
    return this.#servers.reduce((sum, { count }) => sum + count, 0);
  }

  /** From now on requests are kept. `hold`: answers wait until a gateway asks nothing more without them. */
  record(hold: boolean): void {
    this.#recording = new Recording(hold);
  }

  /** What was asked since `record`. */
  recorded(): RecordedLevels {
    const levels = this.#recording?.levels ?? [];
    this.#recording = null;
    return levels;
  }

  stop(): void {
    for (const server of this.#servers) server.stop();
  }
}

async function execute(subgraph: Subgraph, body: string, authorization: string): Promise<Buffer> {
  return httpAnswer(await subgraph(Buffer.from(body, 'latin1').toString(), authorization));
}
