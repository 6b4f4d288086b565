import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentityProviders } from '../../../subgraphs/demo/identity/startIdentityProviders.ts';
import { writeDemoRegistry } from '../../../subgraphs/demo/registry/writeDemoRegistry.ts';
import { operation } from '../../attacks/sendRaw.ts';
import { Command } from '../../subgraphs/demo/Command.ts';
import { answerData, startNation } from '../nations/startNation.ts';

export interface Told {
  readonly status: number;
  readonly text: string;
}

/** `npm run gateway`, with the demo's registry and identity providers, and Estonia as a nation that takes half a second. */
export async function startWorkers(workers: number) {
  const folder = await mkdtemp(join(tmpdir(), 'workers-'));
  const identity = await startIdentityProviders({ dataDir: folder, port: 0 });
  const nation = await startNation((response) => setTimeout(() => answerData({})(response), 500));
  const { file } = await writeDemoRegistry(folder, {
    nations: ['EST'],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl: identity.url,
    endpoint: () => nation.endpoint,
  });
  const command = new Command('gateway/main.ts', ['--config', file, '--workers', String(workers)], { PORT: '0' });
  const url = (await command.line('gateway ready at')).replace('gateway ready at ', '');
  const response = await fetch(`${identity.url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nation: 'EST', level: 'NS' }),
  });
  const token = ((await response.json()) as { access_token: string }).access_token;

  /** Status 0: no answer. */
  const ask = (query: string, agent = new Agent()): Promise<Told> =>
    new Promise((resolve) => {
      const { headers, body } = operation(token, query);
      const outgoing = request(`${url}/graphql`, {
        method: 'POST',
        agent,
        headers: { ...headers } as Record<string, string>,
      });
      outgoing.once('error', ({ message }) => resolve({ status: 0, text: message }));
      outgoing.once('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      outgoing.end(body);
    });

  return {
    url,
    file,
    command,
    ask,
    /** The processes that have served readers so far, the latest last. */
    workers: (): readonly number[] =>
      [...command.text.matchAll(/"pid":(\d+),[^\n]*"Server listening/g)].map(([, pid]) => Number(pid)),
    /** Asks over connections that are kept and over new ones, until told to stop; then says what each was told. */
    load: (query: string) => {
      const told: Told[] = [];
      const over = new AbortController();
      const kept = new Agent({ keepAlive: true });
      const reading = [kept, kept, kept, undefined].map(async (agent) => {
        while (!over.signal.aborted) told.push(await ask(query, agent));
      });
      return async (): Promise<readonly Told[]> => {
        over.abort();
        await Promise.all(reading);
        kept.destroy();
        return told;
      };
    },
    rewrite: async (change: (text: string) => string): Promise<void> =>
      writeFile(file, change(await readFile(file, 'utf8'))),
    stop: async (): Promise<void> => {
      command.signal('SIGTERM');
      await command.ended;
      await identity.stop();
      await nation.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Workers = Awaited<ReturnType<typeof startWorkers>>;
