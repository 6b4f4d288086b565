import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { AnswerServer, httpAnswer, type Answering } from './canned/AnswerServer.ts';
import { CannedAnswers } from './canned/CannedAnswers.ts';
import { Client } from './comparison/Client.ts';

async function startAnswering(answering: Answering): Promise<{ server: AnswerServer; url: string }> {
  const server = new AnswerServer(answering);
  const port = await server.listen();
  onTestFinished(() => server.stop());
  return { server, url: `http://127.0.0.1:${port}/graphql` };
}

it('a subgraph reads requests of any size, whole or in chunks, and counts them', async () => {
  const { server, url } = await startAnswering(({ body, authorization }) =>
    httpAnswer(`${authorization} ${Buffer.from(body, 'latin1').toString()}`),
  );
  const long = 'ä'.repeat(200_000);
  const headers = { authorization: 'Bearer a' };
  const whole = await fetch(url, { method: 'POST', headers, body: long });
  expect(await whole.text()).toBe(`Bearer a ${long}`);
  const chunked = await new Promise<IncomingMessage>((resolve) => {
    const sending = request(url, { method: 'POST', headers }, resolve);
    sending.write(long);
    sending.end('ö');
  });
  expect(await text(chunked)).toBe(`Bearer a ${long}ö`);
  expect(server.count).toBe(2);
});

it('a client measures answers of known length and answers in chunks', async () => {
  const server = createServer(({ url }, response) => {
    if (url === '/chunked') response.writeHead(200).write('four');
    response.end('and nine.');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const client = await Client.connect((server.address() as AddressInfo).port);
  onTestFinished(() => client.stop());
  const get = (path: string) => client.send(Buffer.from(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`));
  expect(await get('/whole')).toEqual({ status: 200, length: 9 });
  expect(await get('/chunked')).toEqual({ status: 200, length: 13 });
});

it('what subgraphs answer is worked out once for each request and reader', async () => {
  const answers = new CannedAnswers();
  onTestFinished(() => answers.stop());
  const asked: string[] = [];
  const subgraph = async (body: string, reader: string): Promise<string> => {
    asked.push(`${reader} ${body}`);
    return `${reader} has ${body}`;
  };
  const url = `http://127.0.0.1:${await answers.serve(subgraph, (authorization) => authorization.slice(0, 1))}`;
  const ask = async (authorization: string, body: string): Promise<string> =>
    (await fetch(url, { method: 'POST', headers: { authorization }, body })).text();
  expect([await ask('a1', 'x'), await ask('a2', 'x'), await ask('b', 'x')]).toEqual([
    'a1 has x',
    'a1 has x',
    'b has x',
  ]);
  expect(asked).toEqual(['a1 x', 'b x']);
  expect(answers.count()).toBe(3);
});

it('what can be asked at once is told from what needs an answer', async () => {
  const answers = new CannedAnswers();
  onTestFinished(() => answers.stop());
  const url = `http://127.0.0.1:${await answers.serve(
    async (body) => body,
    () => '',
  )}`;
  const ask = (body: string): Promise<Response> => fetch(url, { method: 'POST', body });
  answers.record(true);
  await Promise.all([ask('a'), ask('b')]);
  await ask('c');
  expect(answers.recorded().map((level) => level.map(({ body }) => body).toSorted())).toEqual([['a', 'b'], ['c']]);
});
