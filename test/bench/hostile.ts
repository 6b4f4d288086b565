import { Worker } from 'node:worker_threads';
import { bombs, heaviest } from '../attacks/operations.ts';
import { operation, sendRaw } from '../attacks/sendRaw.ts';
import { median, table } from './figures.ts';
import type { GatewayThreadMessage, Usage } from './gatewayThread.ts';

export interface HostileFigures {
  /** CPU of the gateway's thread for one refusal, milliseconds, median. */
  readonly refused: readonly { readonly operation: string; readonly cpu: number }[];
  /** The longest that the gateway's event loop stood still while it served this and an ordinary reader, milliseconds. */
  readonly served: readonly { readonly operation: string; readonly stall: number }[];
}

const times = 9;
const ordinary = '{ nations { code } }';

/** The operations of test/attacks, against a gateway in a thread of its own. */
export async function benchHostile(progress: (line: string) => void): Promise<HostileFigures> {
  const gateway = await GatewayThread.start();
  try {
    const refused: { operation: string; cpu: number }[] = [];
    for (const { id, title, make } of bombs) {
      progress(`${id} ${title} ...`);
      const cpus: number[] = [];
      for (let time = 0; time < times; time += 1)
        cpus.push((await gateway.during(() => gateway.expect(make(), 400))).cpu);
      refused.push({ operation: `${id} ${title}`, cpu: median(cpus) });
    }
    const served: { operation: string; stall: number }[] = [];
    let number = 0;
    for (const { title, make } of heaviest) {
      progress(`${title} ...`);
      const stalls: number[] = [];
      for (let time = 0; time < times; time += 1) {
        number += 1;
        const both = () => Promise.all([gateway.expect(make(number), 200), gateway.expect(ordinary, 200)]);
        stalls.push((await gateway.during(both)).stall);
      }
      served.push({ operation: title, stall: median(stalls) });
    }
    return { refused, served };
  } finally {
    await gateway.stop();
  }
}

class GatewayThread {
  readonly #worker: Worker;
  readonly #url: string;
  readonly #token: string;

  private constructor(worker: Worker, url: string, token: string) {
    this.#worker = worker;
    this.#url = url;
    this.#token = token;
  }

  static async start(): Promise<GatewayThread> {
    const env = { ...process.env, NODE_ENV: 'production' };
    const worker = new Worker(new URL('gatewayThread.ts', import.meta.url), { env });
    const { url, token } = await next<Extract<GatewayThreadMessage, { url: string }>>(worker);
    return new GatewayThread(worker, url, token);
  }

  async expect(query: string, status: number): Promise<void> {
    const answer = await sendRaw(this.#url, operation(this.#token, query));
    if (answer.status !== status) throw new TypeError(`${answer.status} and not ${status}: ${answer.text}`);
  }

  async during(work: () => Promise<unknown>): Promise<Usage> {
    this.#worker.postMessage('begin');
    await next(this.#worker);
    await work();
    this.#worker.postMessage('end');
    return next<Usage>(this.#worker);
  }

  async stop(): Promise<void> {
    this.#worker.postMessage('stop');
    await new Promise((resolve) => this.#worker.once('exit', resolve));
  }
}

const next = <Message>(worker: Worker): Promise<Message> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });

export const printHostile = ({ refused, served }: HostileFigures): string =>
  `\nCPU of one refusal (ms)\n${table(
    ['', 'cpu'],
    refused.map((one) => [one.operation, one.cpu.toFixed(1)]),
  )}\nLongest stall while it and an ordinary reader are served (ms)\n${table(
    ['', 'stall'],
    served.map((one) => [one.operation, one.stall.toFixed(1)]),
  )}`;
