import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fastify, { type FastifyInstance } from 'fastify';
import { parse, validate } from 'graphql';
import { describe, expect, it, onTestFinished } from 'vitest';

import { demoReaders } from '../../../gateway/console/demoReaders.ts';
import { examples } from '../../../gateway/console/examples.ts';
import { registerConsole, type ConsoleOptions } from '../../../gateway/console/registerConsole.ts';
import { findIncidentQuery } from '../../../gateway/console/richestIncident.ts';
import { contractSchema } from './startConsole.ts';

async function serve(options: Partial<ConsoleOptions>): Promise<FastifyInstance> {
  const dist = await mkdtemp(join(tmpdir(), 'console-'));
  const app = fastify();
  onTestFinished(async () => {
    await app.close();
    await rm(dist, { recursive: true, force: true });
  });
  await registerConsole(app, { demo: true, identityUrl: null, dist, ...options });
  return app;
}

async function startIdentity(answer: (body: unknown) => object): Promise<string> {
  const identity = fastify();
  onTestFinished(() => identity.close());
  identity.route({ method: 'POST', url: '/demo/token', handler: async (request) => answer(request.body) });
  return identity.listen({ port: 0, host: '127.0.0.1' });
}

describe('the first page', () => {
  it('says how to build it when it is not built', async () => {
    const app = await serve({});
    const response = await app.inject('/');
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('npm run build:console');
  });

  it('has a policy with a nonce of its own in every response', async () => {
    const app = await serve({});
    const policies = await Promise.all(
      [1, 2].map(async () => (await app.inject('/')).headers['content-security-policy']),
    );
    expect(policies[0]).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[\w+/]{24}'; /);
    expect(policies[0]).not.toMatch(/unsafe-eval|blob:|\*|script-src[^;]*unsafe-inline/);
    expect(policies[0]).not.toBe(policies[1]);
  });
});

describe('the built files', () => {
  it('are kept by browsers for good, run under no policy but their own, and end at the folder', async () => {
    const dist = await mkdtemp(join(tmpdir(), 'console-'));
    onTestFinished(() => rm(dist, { recursive: true, force: true }));
    await mkdir(join(dist, 'assets'));
    await writeFile(join(dist, 'index.html'), '<script nonce="__NONCE__"></script><body data-demo="__DEMO__">');
    await writeFile(join(dist, 'assets', 'worker-1.js'), '0');
    const app = await serve({ dist, demo: false });

    const page = await app.inject('/');
    expect(page.body).toMatch(/^<script nonce="[\w+/]{24}"><\/script><body data-demo="false">$/);
    expect(page.headers['cache-control']).toBe('no-store');
    const worker = await app.inject('/console/assets/worker-1.js');
    expect(worker.statusCode).toBe(200);
    expect(worker.headers['cache-control']).toContain('immutable');
    expect(worker.headers['content-security-policy']).toBe("default-src 'none'");
    for (const url of ['/console/assets/../index.html', '/console/assets/%2e%2e/index.html', '/console/assets/']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});

describe('tokens for the ready readers', () => {
  it('come from the identity provider, for the claims listed and no other', async () => {
    const asked: unknown[] = [];
    const identityUrl = await startIdentity((body) => {
      asked.push(body);
      return { access_token: 'a.b.c', more: 'left out' };
    });
    const app = await serve({ identityUrl });
    for (const { id } of demoReaders) {
      const response = await app.inject({ method: 'POST', url: '/demo/token', payload: { reader: id } });
      expect(response.json()).toEqual({ access_token: 'a.b.c' });
      expect(response.headers['cache-control']).toBe('no-store');
    }
    expect(asked).toEqual(demoReaders.map(({ claims }) => ({ ...claims, expiresIn: '15m' })));
    expect((await app.inject('/demo/readers')).json()).toEqual(demoReaders);
  });

  it.each([{ reader: 'nobody' }, { reader: 'eu-staff', level: 'CTS' }, { reader: 7 }, {}, []])(
    'are refused for a body of %j',
    async (payload) => {
      const app = await serve({ identityUrl: await startIdentity(() => ({ access_token: 'a.b.c' })) });
      const response = await app.inject({ method: 'POST', url: '/demo/token', payload });
      expect(response.statusCode).toBe(400);
    },
  );

  it.each([
    ['127.0.0.1:4000', 200],
    ['[::1]:4000', 200],
    ['localhost:4000', 200],
    ['rebound.example:4000', 421],
    ['127.0.0.1.rebound.example', 421],
  ])('are asked for at %s: %i', async (host, status) => {
    const app = await serve({ identityUrl: await startIdentity(() => ({ access_token: 'a.b.c' })) });
    const request = { method: 'POST', url: '/demo/token', headers: { host }, payload: { reader: 'eu-staff' } } as const;
    expect((await app.inject(request)).statusCode).toBe(status);
  });

  it('are not there when the provider is down or answers something else, in its own words never', async () => {
    const odd = await startIdentity(() => ({ error: 'key file /secret is missing' }));
    for (const identityUrl of ['http://127.0.0.1:1', odd]) {
      const app = await serve({ identityUrl });
      const response = await app.inject({ method: 'POST', url: '/demo/token', payload: { reader: 'eu-staff' } });
      expect(response.statusCode).toBe(502);
      expect(response.body).not.toContain('secret');
    }
  });

  it('do not exist outside a demo', async () => {
    const app = await serve({ demo: false, identityUrl: await startIdentity(() => ({ access_token: 'a.b.c' })) });
    const post = await app.inject({ method: 'POST', url: '/demo/token', payload: { reader: 'eu-staff' } });
    expect(post.statusCode).toBe(404);
    expect((await app.inject('/demo/readers')).statusCode).toBe(404);
  });
});

describe('the example queries', () => {
  const schema = contractSchema();
  const queries = [
    ...examples.map(({ id, query }) => ({ id, query })),
    { id: 'FindIncident', query: findIncidentQuery },
  ];

  it.each(queries)('$id is valid against the contract and named so', ({ id, query }) => {
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    expect(document.definitions[0]).toMatchObject({ kind: 'OperationDefinition', name: { value: id } });
  });
});
