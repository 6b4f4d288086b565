import './nodeIsSupported.ts';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { LRUCache } from 'lru-cache';
import { Provider, type Configuration } from 'oidc-provider';
import type { PrivateJwk } from '../registry/makeKey.ts';
import { accessTokenClaims } from './accessTokenClaims.ts';
import { memoryAdapter } from './MemoryAdapter.ts';
import { problemsText } from './problemsText.ts';
import { signInPage } from './signInPage.ts';
import { tokenRequest, type TokenRequest } from './TokenRequest.ts';

export interface DemoProviderOptions {
  readonly code: string;
  /** Issuer URL; its path is where the provider is mounted. */
  readonly issuer: string;
  readonly key: PrivateJwk;
  readonly audience: string;
}

/** The one client: any program on this machine, by authorization code and PKCE (RFC 8252: whatever its port). */
const client = {
  client_id: 'alliance',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  id_token_signed_response_alg: 'EdDSA',
  redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1/console/callback'],
} as const;

const day = 86_400;

/** OpenID Connect for one nation or organisation of the demo. */
export class DemoProvider {
  readonly #code: string;
  readonly #mount: string;
  readonly #provider: Provider;
  /** What was said at the sign-in that led to a grant. */
  readonly #said = new LRUCache<string, TokenRequest>({ max: 5_000 });

  constructor(options: DemoProviderOptions) {
    this.#code = options.code;
    this.#mount = new URL(options.issuer).pathname;
    this.#provider = new Provider(options.issuer, this.#configuration(options));
  }

  /** `request.url` begins with the path of the issuer. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    Object.assign(request, { originalUrl: url, url: url.slice(this.#mount.length) || '/' });
    if (request.url?.startsWith('/interaction/')) await this.#signIn(request, response);
    else await this.#provider.callback()(request, response);
  }

  async #signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { uid, params } = await this.#provider.interactionDetails(request, response);
    const action = `${this.#mount}/interaction/${uid}`;
    if (request.method !== 'POST') return page(response, 200, signInPage(this.#code, action, null));
    const said = tokenRequest.safeParse(this.#formValues(await text(request)));
    if (!said.success) return page(response, 400, signInPage(this.#code, action, problemsText(said.error)));
    const { subject: accountId } = said.data;
    const grant = new this.#provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid');
    grant.addResourceScope(String(params['resource']), 'graph');
    const grantId = await grant.save();
    this.#said.set(grantId, said.data);
    const result = { login: { accountId, acr: `aal${said.data.aal}` }, consent: { grantId } };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  #formValues(body: string): Record<string, unknown> {
    const form = new URLSearchParams(body);
    const given = (name: string): string | undefined => form.get(name)?.trim() || undefined;
    return {
      nation: this.#code,
      level: given('level'),
      nationality: given('nationality'),
      categories: given('categories')?.split(',') ?? [],
      roles: form.getAll('roles'),
      aal: Number(given('aal')),
      subject: given('subject'),
      clearanceExpires: given('clearanceExpires'),
    };
  }

  #configuration({ key, audience }: DemoProviderOptions): Configuration {
    return {
      adapter: memoryAdapter(),
      clients: [
        {
          ...client,
          grant_types: [...client.grant_types],
          response_types: [...client.response_types],
          redirect_uris: [...client.redirect_uris],
        },
      ],
      jwks: { keys: [key] },
      pkce: { required: () => true },
      scopes: ['openid'],
      cookies: {
        keys: [randomBytes(32).toString('base64url')],
        long: { path: this.#mount, signed: true, httpOnly: true, sameSite: 'lax' },
        short: { signed: true, httpOnly: true, sameSite: 'lax' },
      },
      ttl: { AccessToken: 900, IdToken: 900, Interaction: 900, Session: day, Grant: day, AuthorizationCode: 60 },
      interactions: { url: (_, { uid }) => `${this.#mount}/interaction/${uid}` },
      /** Every authorization is a sign-in of its own, so that another clearance can be chosen. */
      loadExistingGrant: (context) => {
        const grantId = context.oidc.result?.consent?.grantId;
        return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
      },
      findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
      extraTokenClaims: (_, token) => {
        const said = 'grantId' in token ? this.#said.get(token.grantId) : undefined;
        return said && accessTokenClaims(said, Math.floor(Date.now() / 1000));
      },
      clientBasedCORS: () => false,
      renderError: (context, { error, error_description: description }) => {
        context.type = 'text/plain';
        context.body = `${error}: ${description ?? 'no further description'}\n`;
      },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => audience,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            audience,
            scope: 'graph',
            accessTokenFormat: 'jwt',
            accessTokenTTL: 900,
            jwt: { sign: { alg: 'EdDSA' } },
          }),
        },
      },
    };
  }
}

function page(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    })
    .end(html);
}
