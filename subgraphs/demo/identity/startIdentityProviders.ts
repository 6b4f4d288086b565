import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { demoFolder } from '../registry/demoFolder.ts';
import { demoAudience, demoIssuers } from '../registry/demoRegistry.ts';
import { parseKey, type PrivateJwk } from '../registry/makeKey.ts';
import { DemoProvider } from './DemoProvider.ts';
import { problemsText } from './problemsText.ts';
import { signAccessToken } from './signAccessToken.ts';
import { tokenRequest } from './TokenRequest.ts';

export interface IdentityOptions {
  /** The demo's folder, with the keys that writeDemoRegistry has made. */
  readonly dataDir: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Left out = loopback: whoever reaches these providers is whoever they like. */
  readonly host?: string;
  /** Under which others reach it; each issuer is a path of it. Left out = by host and port. */
  readonly url?: string;
  readonly codes?: readonly string[];
  readonly audience?: string;
}

/**
 * An identity provider for each nation and organisation of the demo, `URL/EST` and so on: OpenID Connect discovery and
 * code flow, and `POST URL/demo/token` for a token without a sign-in.
 */
export async function startIdentityProviders(
  options: IdentityOptions,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer();
  const host = options.host ?? '127.0.0.1';
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  const url = options.url ?? `http://${host}:${port}`;
  const answer = answerer(url, options);
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else json(response, 400, { error: error instanceof Error ? error.message : 'unreadable request' });
    });
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Signing {
  readonly issuerOf: (code: string) => string;
  readonly keyOf: (code: string) => PrivateJwk;
  readonly audience: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function answerer(url: string, { dataDir, codes = demoIssuers, audience = demoAudience }: IdentityOptions): Answer {
  const { host } = new URL(url);
  const issuerOf = (code: string): string => `${url}/${code}`;
  const keyOf = remembered((code) => parseKey(readFileSync(demoFolder(dataDir).identityKey(code), 'utf8')));
  const providerOf = remembered(
    (code) => new DemoProvider({ code, issuer: issuerOf(code), key: keyOf(code), audience }),
  );
  return async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const code = path.split('/')[1] ?? '';
    if (path === '/health') return json(response, 200, { status: 'up' });
    // A page of another site that has our address under its own name must not be handed tokens.
    if (request.headers.host !== host) return json(response, 421, { error: `this is ${url}, and nothing else` });
    if (path === '/demo/token') return handOutToken(request, response, { issuerOf, keyOf, audience });
    if (codes.includes(code)) return providerOf(code).handle(request, response);
    return json(response, 404, {
      error: `no such provider: begin with one of ${codes.map((each) => `/${each}`).join(' ')}`,
    });
  };
}

async function handOutToken(
  request: IncomingMessage,
  response: ServerResponse,
  { issuerOf, keyOf, audience }: Signing,
): Promise<void> {
  // The content type keeps pages of other sites out: they would have to ask first.
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  if (request.method !== 'POST' || !isJson) return json(response, 415, { error: 'POST application/json' });
  const asked = tokenRequest.safeParse(JSON.parse(await text(request)));
  if (!asked.success) return json(response, 400, { error: problemsText(asked.error) });
  const code = asked.data.issuer ?? asked.data.nation;
  const token = await signAccessToken(asked.data, {
    key: keyOf(code),
    issuer: issuerOf(code),
    audience,
    now: Math.floor(Date.now() / 1000),
  });
  json(response, 200, { access_token: token, token_type: 'Bearer', expires_in: asked.data.expiresIn });
}

/** Made when first asked for: three dozen providers at once would hold up every start. */
function remembered<T>(make: (code: string) => T): (code: string) => T {
  const made = new Map<string, T>();
  return (code) => {
    const found = made.get(code) ?? make(code);
    made.set(code, found);
    return found;
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
