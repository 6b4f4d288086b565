/** One message of a stream of alerts, as it came over the wire. */
export interface AlertMessage {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** A reader's stream of alerts. Keeps what comes until somebody asks. */
export class AlertReader {
  readonly messages: AlertMessage[] = [];
  readonly status: number;
  /** Of a stream that was refused. */
  readonly refusal: unknown;
  readonly #leave: AbortController;
  #waiting: (() => void)[] = [];
  #ended = false;
  readonly #over = Promise.withResolvers<void>();

  private constructor(status: number, leave: AbortController, refusal: unknown) {
    this.status = status;
    this.#leave = leave;
    this.refusal = refusal;
  }

  static async open(
    url: string,
    token: string,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<AlertReader> {
    const leave = new AbortController();
    const response = await fetch(`${url}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables }),
      signal: leave.signal,
    });
    if (response.status !== 200 || !response.body) {
      return new AlertReader(response.status, leave, await response.json());
    }
    const reader = new AlertReader(response.status, leave, null);
    reader.#read(response.body).catch(() => reader.#end());
    return reader;
  }

  /** The alerts so far, without the name of the subscription. */
  get alerts(): readonly Readonly<Record<string, unknown>>[] {
    return this.messages
      .filter(({ event }) => event === 'next')
      .map(({ data }) => Object.values(data?.['data'] as Record<string, Record<string, unknown>>)[0] ?? {});
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when the stream has ended. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Resolves with the first `count` alerts; rejects when they do not come. */
  async first(count: number, milliseconds = 5_000): Promise<readonly Readonly<Record<string, unknown>>[]> {
    await this.until(() => this.alerts.length >= count, milliseconds);
    return this.alerts.slice(0, count);
  }

  async until(holds: () => boolean, milliseconds = 5_000): Promise<void> {
    const late = setTimeout(() => this.#wake(), milliseconds);
    const end = performance.now() + milliseconds;
    while (!holds()) {
      if (performance.now() >= end) throw new Error(`nothing more came after ${JSON.stringify(this.messages)}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    clearTimeout(late);
  }

  leave(): void {
    this.#leave.abort();
  }

  async #read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    this.#end();
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const event = fields.get('event');
    if (event === undefined) return;
    const data = fields.get('data') ?? '';
    this.messages.push({ event, data: data === '' ? null : (JSON.parse(data) as AlertMessage['data']) });
    this.#wake();
  }

  #end(): void {
    this.#ended = true;
    this.#over.resolve();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
