import { Listener } from '../alerts/Listener.ts';
import { Client } from '../comparison/Client.ts';
import { httpRequest, type Variant } from '../work/Work.ts';

const newOperation = (number: number): string =>
  `query Seen${number} { incidents(nations: [EST], first: 10) { edges { node { name severity status label { banner } } } } }`;

/** Who comes beside the steady load, one kind after the other. */
export class Visitors {
  readonly #port: number;
  readonly #kinds: readonly ((variant: Variant) => Promise<void>)[] = [
    (variant) => this.#leaveHalfway(variant),
    (variant) => this.#leaveUnanswered(variant),
    (variant) => this.#comeWithBadToken(variant),
    (variant) => this.askSomethingNew(variant),
    (variant) => this.#openStream(variant),
  ];
  #come = 0;
  #operations = 0;
  /** Bytes of the answer to each of the operations that differ in name alone, by reader. */
  readonly #lengths = new Map<string, number>();
  #stream: Listener | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /** `variant`: what this one would ask. Rejects for an answer that they should not have got. */
  async next(variant: Variant): Promise<void> {
    await this.#kinds[this.#come++ % this.#kinds.length]?.(variant);
  }

  /** An operation that the gateway has never seen. */
  async askSomethingNew({ token }: Variant): Promise<void> {
    const query = newOperation(this.#operations++);
    const { status, length } = await this.#with((client) =>
      client.send(httpRequest({ token, query, variables: {} }, this.#port)),
    );
    const expected = this.#lengths.get(token) ?? length;
    this.#lengths.set(token, expected);
    if (status !== 200 || length !== expected)
      throw new Error(`a new operation: ${status} and ${length} bytes, not ${expected}`);
  }

  leave(): void {
    this.#stream?.leave();
    this.#stream = null;
  }

  async #leaveHalfway(variant: Variant): Promise<void> {
    const request = httpRequest(variant, this.#port);
    await this.#with(async (client) => this.#abandon(client, request.subarray(0, request.length / 2)));
  }

  async #leaveUnanswered(variant: Variant): Promise<void> {
    await this.#with(async (client) => this.#abandon(client, httpRequest(variant, this.#port)));
  }

  async #comeWithBadToken({ token, ...asked }: Variant): Promise<void> {
    const bad = `${token.slice(0, -12)}${String(this.#come).padStart(12, 'A')}`;
    const { status } = await this.#with((client) => client.send(httpRequest({ ...asked, token: bad }, this.#port)));
    if (status !== 401) throw new Error(`a bad token: ${status}`);
  }

  async #openStream({ token }: Variant): Promise<void> {
    const hasEnded = this.#stream?.ended;
    this.leave();
    if (hasEnded) throw new Error('a stream ended by itself');
    this.#stream = await Listener.open(`http://127.0.0.1:${this.#port}`, token);
  }

  async #abandon(client: Client, bytes: Buffer): Promise<void> {
    client.send(bytes).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }

  async #with<Result>(use: (client: Client) => Promise<Result>): Promise<Result> {
    const client = await Client.connect(this.#port);
    try {
      return await use(client);
    } finally {
      client.stop();
    }
  }
}
