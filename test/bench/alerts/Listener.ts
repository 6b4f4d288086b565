import { Agent, request, type ClientRequest } from 'node:http';
import { BenchRefused } from '../BenchRefused.ts';

const query = `subscription { incidentAlerts(minSeverity: S3_HIGH) {
  kind at cursor incident { id name severity sectors owner { code } label { banner } } } }`;
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

/** One open stream of alerts that keeps when each of them came. */
export class Listener {
  /** By name of the incident: milliseconds, as `performance.now()` counts. */
  readonly arrivals = new Map<string, number>();
  frames = 0;
  ended = false;
  readonly #request: ClientRequest;
  #rest = '';

  private constructor(outgoing: ClientRequest) {
    this.#request = outgoing;
  }

  /** Resolves when the stream is open. */
  static open(url: string, token: string): Promise<Listener> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${url}/graphql/stream`, {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
        },
      });
      const listener = new Listener(outgoing);
      outgoing.once('error', reject);
      outgoing.once('response', (response) => {
        if (response.statusCode !== 200)
          return reject(new BenchRefused(`a stream was refused: ${response.statusCode}`));
        response.setEncoding('utf8').on('data', (text: string) => listener.#take(text));
        response.once('close', () => (listener.ended = true));
        outgoing.on('error', () => undefined);
        return resolve(listener);
      });
      outgoing.end(JSON.stringify({ query }));
    });
  }

  leave(): void {
    this.#request.destroy();
  }

  #take(text: string): void {
    const now = performance.now();
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (!block.startsWith('event: next')) continue;
      this.frames += 1;
      const [, name = ''] = /"name":"([^"]*)"/.exec(block) ?? [];
      this.arrivals.set(name, now);
    }
  }
}
