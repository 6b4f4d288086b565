import { createClient, type Client } from 'graphql-sse';
import { DemoError } from '../DemoError.ts';
import type { Data, Person } from './Person.ts';

/** Milliseconds within which an alert arrives, or is not for this reader. */
const moment = 1_500;

/** What one person hears of a subscription. */
export class Listening {
  readonly #heard: Data[] = [];
  readonly #client: Client;
  readonly #leave: () => void;

  private constructor(client: Client, query: string) {
    this.#client = client;
    this.#leave = client.subscribe(
      { query },
      {
        next: ({ data }) => void (data && this.#heard.push(data)),
        error: () => undefined,
        complete: () => undefined,
      },
    );
  }

  /** Resolves when the stream is open: from then on nothing is missed. */
  static open(person: Person, query: string): Promise<Listening> {
    return new Promise((resolve, reject) => {
      const client = createClient({
        url: `${person.url}/graphql/stream`,
        headers: async () => ({ authorization: `Bearer ${await person.token()}` }),
        retryAttempts: 0,
        on: { connected: () => resolve(listening) },
      });
      const listening = new Listening(client, query);
      setTimeout(() => reject(new DemoError(`${person.name} cannot subscribe`)), 10_000).unref();
    });
  }

  /** Listens a little longer, then ends. */
  async end(): Promise<readonly Data[]> {
    await new Promise((resolve) => setTimeout(resolve, moment));
    this.#leave();
    this.#client.dispose();
    return this.#heard;
  }
}
