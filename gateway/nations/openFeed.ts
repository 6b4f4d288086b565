import { SignJWT } from 'jose';
import { request } from 'undici';
import { documentDigest } from '../../schema/alliance/digest.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import { feedTokenType, maxFeedTokenSeconds } from '../../schema/feed/feedToken.ts';
import type { SigningKey } from '../config/readKeys.ts';
import type { Registry } from '../config/Registry.ts';
import { readEventStream, type StreamedEvent } from './readEventStream.ts';

export interface FeedSpan {
  /** Position; null: from now on. */
  readonly after: string | null;
  /** Position at which the stream ends; null: it goes on. */
  readonly until: string | null;
}

/** A nation's feed as it comes, nothing in it checked yet. Ends when the nation ends it; rejects for whatever goes wrong. */
export type OpenFeed = (nation: string, span: FeedSpan, signal: AbortSignal) => AsyncIterable<StreamedEvent>;

/** Milliseconds without a byte after which a feed counts as broken: three signs of life were missed. */
const silence = 16_000;
const patience = 2_000;
/** Of one event. */
const maxBytes = 64 * 1024;

export const feedOpener = (registry: () => Registry, { key, kid }: SigningKey, clock: () => number): OpenFeed => {
  const tokenFor = (nation: string): Promise<string> => {
    const { gateway, document } = registry();
    const issuedAt = Math.floor(clock() / 1000);
    return new SignJWT({ registry: documentDigest(extractFor(nation, document)) })
      .setProtectedHeader({ alg: 'EdDSA', typ: feedTokenType, kid })
      .setIssuer(gateway.issuer)
      .setAudience(nation)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + maxFeedTokenSeconds)
      .sign(key);
  };
  return async function* open(nation, { after, until }, signal) {
    const endpoint = registry().nations.get(nation)?.endpoint;
    if (endpoint === null || endpoint === undefined) throw new Error('no endpoint');
    const url = new URL('events', endpoint);
    if (after !== null) url.searchParams.set('after', after);
    if (until !== null) url.searchParams.set('until', until);
    const { statusCode, headers, body } = await request(url, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${await tokenFor(nation)}` },
      headersTimeout: patience,
      bodyTimeout: silence,
      signal,
    });
    try {
      const type = String(headers['content-type']).split(';')[0]?.trim();
      if (statusCode !== 200 || type !== 'text/event-stream') throw new Error(`${statusCode} ${type}`);
      yield* readEventStream(body as AsyncIterable<Uint8Array>, maxBytes);
    } finally {
      body.on('error', () => undefined).destroy();
    }
  };
};
