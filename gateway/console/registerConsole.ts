import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { demoReaders } from './demoReaders.ts';

export interface ConsoleOptions {
  /** Only a demo hands out tokens. */
  readonly demo: boolean;
  /** The demo's identity providers, e.g. http://127.0.0.1:4001; null = none. */
  readonly identityUrl: string | null;
  /** The folder that `vite build gateway/console` wrote. */
  readonly dist?: string;
}

const TokenRequest = z.strictObject({ reader: z.string().max(100) });
const TokenAnswer = z.object({ access_token: z.string().min(1).max(8192) });

/** Serves the first page at `/`, its files under `/console/`, and in a demo the ready readers under `/demo/`. */
export async function registerConsole(app: FastifyInstance, options: ConsoleOptions): Promise<void> {
  await registerPage(app, options.demo, options.dist ?? fileURLToPath(new URL('dist', import.meta.url)));
  if (options.demo && options.identityUrl !== null) registerReaders(app, options.identityUrl);
}

async function registerPage(app: FastifyInstance, demo: boolean, dist: string): Promise<void> {
  const built = existsSync(join(dist, 'index.html'));
  const template = built ? await readFile(join(dist, 'index.html'), 'utf8') : withoutBuild;

  app.get('/', async (_request, reply) => {
    const nonce = randomBytes(18).toString('base64');
    return reply
      .headers({
        'content-security-policy': pagePolicy(nonce),
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .send(template.replaceAll('__NONCE__', nonce).replaceAll('__DEMO__', String(demo)));
  });

  if (!built) return;
  await app.register(fastifyStatic, {
    root: join(dist, 'assets'),
    prefix: '/console/assets/',
    wildcard: false,
    index: false,
    decorateReply: false,
    setHeaders: (reply) => {
      // The name of a file holds a hash of its content.
      reply.header('cache-control', 'public, max-age=31536000, immutable');
      // A worker obeys the policy of its own file, not that of the page.
      reply.header('content-security-policy', "default-src 'none'");
      reply.header('cross-origin-resource-policy', 'same-origin');
      reply.header('x-content-type-options', 'nosniff');
    },
  });
}

/** The editor positions text by style attributes, hence `style-src-attr`; its icons are a font in a data URL. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "worker-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function registerReaders(app: FastifyInstance, identityUrl: string): void {
  app.get('/demo/readers', async () => demoReaders);

  app.post('/demo/token', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!isAddress(request.hostname)) {
      return reply.code(421).send({ error: 'open the page by the address of the machine, such as `127.0.0.1`' });
    }
    const body = TokenRequest.safeParse(request.body);
    const reader = body.success ? demoReaders.find(({ id }) => id === body.data.reader) : undefined;
    if (!reader) return reply.code(400).send({ error: 'no such reader: take an `id` of /demo/readers' });

    const token = await askForToken(identityUrl, reader.claims);
    if (token === null) return reply.code(502).send({ error: 'the identity provider gave no token: is it running?' });
    return { access_token: token };
  });
}

/** A page of another site can give this machine a name of its own, but not an address: it must get no token. */
function isAddress(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0;
}

async function askForToken(identityUrl: string, claims: object): Promise<string | null> {
  try {
    const response = await fetch(new URL('/demo/token', identityUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...claims, expiresIn: '15m' }),
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    return response.ok ? TokenAnswer.parse(await response.json()).access_token : null;
  } catch {
    return null;
  }
}

const withoutBuild = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Alliance Graph</title>
  <h1>Alliance Graph</h1>
  <p>The graph answers at <code>/graphql</code>. This page has not been built yet: run
  <code>npm run build:console</code>, then start again.</p>
</html>
`;
