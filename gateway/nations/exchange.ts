import type { Dispatcher, Pool } from 'undici';
import type { Unavailable } from './SubgraphAnswer.ts';

export interface Exchange {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** Bytes; an answer that is longer is cut off unread. */
  readonly maxBytes: number;
  /** Milliseconds from now to the last byte, connecting and waiting for a connection included. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface Failure {
  readonly unavailable: Unavailable;
  readonly detail: string;
}

const jsonTypes = ['application/json', 'application/graphql-response+json'];

/** One POST, no redirects, no retry. What goes wrong comes back as a value, with words for the log. */
export function exchange(pool: Pool, { path, headers, body, ...rest }: Exchange): Promise<Uint8Array | Failure> {
  return new Promise((resolve) => {
    const reception = new Reception(rest, resolve);
    pool.dispatch({ method: 'POST', path, headers, body }, reception);
  });
}

/** Takes an answer in as it arrives; settles once, whatever comes after. */
class Reception implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #settle: (outcome: Uint8Array | Failure) => void;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #outcome: Failure | null = null;

  constructor(
    { maxBytes, deadline, signal }: Pick<Exchange, 'maxBytes' | 'deadline' | 'signal'>,
    settle: (outcome: Uint8Array | Failure) => void,
  ) {
    this.#maxBytes = maxBytes;
    this.#signal = signal;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#end({ unavailable: 'timeout', detail: `${deadline} ms` }), deadline);
    signal.addEventListener('abort', this.#gone);
    if (signal.aborted) this.#gone();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#outcome) controller.abort(new Error(this.#outcome.unavailable));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    const refused = refuse(status, headers);
    if (refused) this.#end(refused);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#length += chunk.byteLength;
    this.#chunks.push(chunk);
    if (this.#length > this.#maxBytes)
      this.#end({ unavailable: 'tooLarge', detail: `more than ${String(this.#maxBytes)} bytes` });
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    this.#end(first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#length));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end({ unavailable: 'unreachable', detail: error.message });
  }

  readonly #gone = (): void => this.#end({ unavailable: 'aborted', detail: 'nobody waits any more' });

  #end(outcome: Uint8Array | Failure): void {
    if (this.#outcome) return;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#gone);
    this.#settle(outcome);
    if (!('unavailable' in outcome)) return;
    this.#outcome = outcome;
    this.#controller?.abort(new Error(outcome.unavailable));
  }
}

function refuse(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): Failure | null {
  if (status === 400) return { unavailable: 'refused', detail: '400' };
  if (status === 500) return { unavailable: 'failed', detail: '500' };
  if (status !== 200) return { unavailable: 'status', detail: String(status) };
  const type = String(headers['content-type']);
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!jsonTypes.includes(essence)) return { unavailable: 'contentType', detail: type.slice(0, 100) };
  const encoding = headers['content-encoding'];
  if (encoding !== undefined)
    return { unavailable: 'contentType', detail: `encoded as ${String(encoding).slice(0, 100)}` };
  return null;
}
