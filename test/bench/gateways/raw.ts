// The least that any gateway on node:http and undici must do: the same requests to the same subgraphs, and their bytes
// one after the other. No GraphQL.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import type { RecordedLevels, RecordedRequest } from '../canned/Recording.ts';

/** The one argument, as JSON. */
export interface RawOptions {
  readonly port: number;
  /** A file of `RawRequests` in JSON. */
  readonly requestsFile: string;
}

/** What to ask of subgraphs, by the body of the reader's request. */
export type RawRequests = readonly (readonly [string, RecordedLevels])[];

const { port, requestsFile } = JSON.parse(process.argv[2] ?? '') as RawOptions;
const operations = new Map(JSON.parse(readFileSync(requestsFile, 'utf8')) as RawRequests);
const pools = new Map<number, Pool>();

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(port, '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const levels = operations.get(Buffer.concat(chunks).toString());
  if (!levels) return void response.writeHead(404).end();
  const answers: Buffer[] = [];
  for (const level of levels) answers.push(...(await Promise.all(level.map(exchange))));
  const bytes = Buffer.concat(answers);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
}

async function exchange({ port: to, body, authorization }: RecordedRequest): Promise<Buffer> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  const { body: answered } = await poolOf(to).request({ method: 'POST', path: '/graphql', headers, body });
  return Buffer.from(await answered.arrayBuffer());
}

function poolOf(to: number): Pool {
  const pool = pools.get(to) ?? new Pool(`http://127.0.0.1:${to}`, { connections: 32 });
  pools.set(to, pool);
  return pool;
}
