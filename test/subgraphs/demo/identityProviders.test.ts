import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRegistry } from '../../../gateway/config/readRegistry.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { KeySets } from '../../../gateway/identity/KeySets.ts';
import { verifyToken } from '../../../gateway/identity/verifyToken.ts';
import { startIdentityProviders } from '../../../subgraphs/demo/identity/startIdentityProviders.ts';
import { demoIssuers } from '../../../subgraphs/demo/registry/demoRegistry.ts';
import { writeDemoRegistry } from '../../../subgraphs/demo/registry/writeDemoRegistry.ts';
import { Browser } from './Browser.ts';

let folder: string;
let url: string;
let stop: () => Promise<void>;
let registry: Registry;
const keySets = new KeySets();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alliance-'));
  const providers = await startIdentityProviders({ dataDir: folder, port: 0 });
  url = providers.url;
  stop = () => providers.stop();
  const { file } = await writeDemoRegistry(folder, {
    nations: ['EST'],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl: url,
    endpoint: () => 'http://127.0.0.1:4109/graphql',
  });
  const read = readRegistry(readFileSync(file, 'utf8'), folder);
  if ('problems' in read) throw new TypeError(JSON.stringify(read.problems));
  registry = read.registry;
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const verify = (token: string) => verifyToken(token, { registry, keySets, now: Date.now() });

describe('a demo identity provider', () => {
  it.each(['EST', 'NATO-STAFF'])(
    'of %s signs a person in by code and PKCE, and its token is believed',
    async (code) => {
      const token = await signIn(code, {
        subject: 'anna',
        level: 'NR',
        roles: 'POLICY_STAFF',
        aal: '2',
        categories: '',
      });
      expect(await verify(token)).toMatchObject({
        reader: { nation: code, subject: 'anna', level: 'NR', roles: ['POLICY_STAFF'], categories: [], aal: 2 },
        dropped: [],
      });
    },
  );

  it('asks again at the next sign-in, so that another clearance can be chosen', async () => {
    const browser = new Browser();
    const choices = { subject: 'anna', roles: 'ANALYST', aal: '3', categories: 'cav:ATOMAL,coi:AGENCY' };
    await signIn('EST', { ...choices, level: 'NR' }, browser);
    expect(await verify(await signIn('EST', { ...choices, level: 'CTS' }, browser))).toMatchObject({
      reader: { level: 'CTS', aal: 3, categories: ['cav:ATOMAL', 'coi:AGENCY'] },
    });
    expect(await verify(await signIn('LVA', { ...choices, subject: 'janis', level: 'NC' }, browser))).toMatchObject({
      reader: { nation: 'LVA', subject: 'janis', level: 'NC' },
    });
  });

  it('says what is wrong with a choice, and shows the page again', async () => {
    const browser = new Browser();
    const page = await browser.open(authorizeUrl('EST').href);
    const answer = await browser.submit(page, { subject: 'anna', level: 'NX', aal: '2' });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('level: is not one of NU, NR')]);
  });

  it('refuses a sign-in without PKCE, and a client that it does not know', async () => {
    const withoutPkce = authorizeUrl('EST');
    withoutPkce.searchParams.delete('code_challenge');
    expect((await new Browser().open(withoutPkce.href)).location).toContain('error=invalid_request');
    const stranger = authorizeUrl('EST');
    stranger.searchParams.set('client_id', 'stranger');
    expect((await new Browser().open(stranger.href)).status).toBe(400);
    const elsewhere = authorizeUrl('EST');
    elsewhere.searchParams.set('redirect_uri', 'https://evil.example/callback');
    expect((await new Browser().open(elsewhere.href)).status).toBe(400);
  });

  it.each(demoIssuers)('of %s is found by discovery and publishes no private key', async (code) => {
    const discovery: unknown = await (await fetch(`${url}/${code}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({
      issuer: `${url}/${code}`,
      jwks_uri: `${url}/${code}/jwks`,
      token_endpoint: `${url}/${code}/token`,
    });
    const text = await (await fetch(`${url}/${code}/jwks`)).text();
    expect(text).toContain(`"kid":"demo-${code}-`);
    expect(text).not.toContain('"d"');
  });
});

describe('a token without a sign-in', () => {
  const ask = async (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
    const response = await fetch(`${url}/demo/token`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { access_token?: string; error?: string };
    return { status: response.status, ...answer };
  };

  it('is handed out to whoever asks on this machine', async () => {
    const { access_token: token = '' } = await ask({
      nation: 'EU',
      level: 'NR',
      nationality: 'FRA',
      roles: ['ANALYST'],
    });
    expect(await verify(token)).toMatchObject({ reader: { nation: 'EU', nationality: 'FRA', level: 'NR' } });
  });

  it('may claim too much, and is then refused by the alliance', async () => {
    const { access_token: high = '' } = await ask({ nation: 'EU', level: 'CTS' });
    expect(await verify(high)).toMatchObject({ refused: 'ABOVE_CEILING' });
    const { access_token: foreign = '' } = await ask({ nation: 'EST', level: 'NS', issuer: 'LVA' });
    expect(await verify(foreign)).toMatchObject({ refused: 'NATION_NOT_VOUCHED' });
    const { access_token: long = '' } = await ask({ nation: 'EST', level: 'NS', expiresIn: '2h' });
    expect(await verify(long)).toMatchObject({ refused: 'LIFETIME' });
  });

  it('is not handed out for nonsense, nor to the page of another site', async () => {
    expect(await ask({ nation: 'ATL', level: 'NS' })).toMatchObject({
      status: 400,
      error: expect.stringContaining('nation: is not one of') as unknown,
    });
    expect(await ask({ nation: 'EST', level: 'NS', king: true })).toMatchObject({ status: 400 });
    expect(await ask({ nation: 'EST', level: 'NS' }, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await statusAs('rebound.example')).toBe(421);
  });

  /** A browser that was told that another name is this address. */
  const statusAs = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { host, 'content-type': 'application/json' };
      const request = httpRequest(`${url}/demo/token`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject).end('{"nation":"EST","level":"NS"}');
    });
});

describe('npm run token', () => {
  const run = (...flags: string[]) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      const main = fileURLToPath(new URL('../../../subgraphs/demo/token.ts', import.meta.url));
      execFile(process.execPath, [main, '--data', folder, ...flags], (failure, out, error) =>
        resolve({ code: typeof failure?.code === 'number' ? failure.code : 0, out, error }),
      );
    });

  it('prints one token and nothing else', async () => {
    const flags =
      '--nation EST --level NS --categories coi:AGENCY,cav:BOHEMIA --roles ANALYST --aal 3 --subject anna ' +
      '--expires-in 15m --clearance-expires 2099-01-01 --nationality LVA';
    const { code, out, error } = await run(...flags.split(' '));
    expect([code, error, out.trim().split('.').length]).toEqual([0, '', 3]);
    expect(await verify(out.trim())).toMatchObject({
      reader: {
        nationality: 'LVA',
        level: 'NS',
        categories: ['coi:AGENCY'],
        aal: 3,
        clearanceExpiresAt: Date.parse('2099-01-01'),
      },
      dropped: ['category cav:BOHEMIA'],
    });
  });

  it('can claim too much', async () => {
    const { out } = await run('--nation', 'EST', '--level', 'NS', '--signed-by', 'LVA');
    expect(await verify(out.trim())).toMatchObject({ refused: 'NATION_NOT_VOUCHED' });
  });

  it.each([
    [['--nation', 'ATL', '--level', 'NS'], 'nation: is not one of'],
    [['--nation', 'EST', '--level', 'SECRET'], 'level: is not one of NU, NR, NC, NS, CTS'],
    [['--nation', 'EST', '--level', 'NS', '--roles', 'KING'], 'roles.0: is not one of ANALYST'],
    [['--nation', 'EST', '--level', 'NS', '--expires-in', 'soon'], 'expiresIn: is not a duration'],
    [['--nation', 'EST', '--level', 'NS', '--loud'], '--loud'],
    [['--level', 'NS'], 'nation: is not one of'],
  ])('%j ends with 2 and a sentence', async (flags, sentence) => {
    expect(await run(...flags)).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringContaining(sentence) as unknown,
    });
  });
});

const verifier = randomBytes(32).toString('base64url');

function authorizeUrl(code: string): URL {
  const target = new URL(`${url}/${code}/auth`);
  target.search = new URLSearchParams({
    client_id: 'alliance',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'http://127.0.0.1:54321/callback',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state',
  }).toString();
  return target;
}

async function signIn(code: string, choices: Record<string, string>, browser = new Browser()): Promise<string> {
  const page = await browser.open(authorizeUrl(code).href);
  const { location } = await browser.submit(page, choices);
  const response = await fetch(`${url}/${code}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'alliance',
      code: new URL(location ?? '').searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: 'http://127.0.0.1:54321/callback',
    }),
  });
  return z.object({ access_token: z.string(), id_token: z.string() }).parse(await response.json()).access_token;
}
