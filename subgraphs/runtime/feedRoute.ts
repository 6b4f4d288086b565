import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { formatEventPosition, parseEventPosition } from '../../schema/feed/EventPosition.ts';
import type { EventPosition } from '../../schema/feed/EventPosition.ts';
import type { FeedEvent } from '../../schema/feed/FeedEvent.ts';
import { retention } from '../../schema/feed/retention.ts';
import { refusalBody, refusals } from '../errors.ts';
import type { RefusalCode } from '../errors.ts';
import type { Commits } from './Commits.ts';
import type { EventFeed } from './EventFeed.ts';
import type { GatewayRules } from './gatewayToken.ts';
import type { Log } from './startSubgraph.ts';
import { verifyFeedToken } from './verifyFeedToken.ts';

export interface FeedRoute {
  readonly nation: string;
  readonly feed: EventFeed;
  readonly commits: Commits;
  readonly rules: GatewayRules;
  /** Milliseconds after which the outbox is looked at although nobody told of a commit: others may write to it. */
  readonly poll: number;
  readonly clock: () => number;
  readonly log: Log;
}

/** Milliseconds: between two signs of life, and until the gateway has to show a new token. */
const times = { heartbeat: 5_000, longest: 15 * 60_000 };

/** More than a gateway's processes need, each with one stream and some that catch up. */
const mostStreams = 64;

interface Span {
  /** Null: what happens from now on. */
  readonly after: EventPosition | null;
  /** Then the stream ends by itself, here or later. */
  readonly until: EventPosition | null;
}

/**
 * `GET /events?after=<position>`: the nation's events for the gateway alone, as they are committed. The first, named
 * `begin`, says where the stream begins. With `until=<position>` it ends there. What is not kept any more is not asked for.
 */
export function registerFeed(app: FastifyInstance, route: FeedRoute): void {
  const { nation, rules, clock, log } = route;
  const closing = new AbortController();
  let streams = 0;
  app.addHook('preClose', async () => closing.abort());
  app.get('/events', async (request, reply) => {
    const refuse = (code: RefusalCode) => reply.code(refusals[code].status).send(refusalBody(code));
    const refused = await verifyFeedToken(request.headers.authorization, rules, clock());
    if (refused !== null) {
      log.warn({ nation, reason: refused }, 'feed refused');
      return refuse('UNAUTHENTICATED');
    }
    const span = spanIn(request.query);
    if (span === null) return refuse('BAD_REQUEST');
    if (span.after && span.after.at < clock() - retention.events) return refuse('GONE');
    if (streams >= mostStreams) return refuse('INTERNAL_SERVER_ERROR');
    streams += 1;
    reply.hijack();
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal, AbortSignal.timeout(times.longest)]);
    try {
      await stream(route, span, reply.raw, signal);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) log.error({ nation, problem }, 'feed failed');
    } finally {
      streams -= 1;
      reply.raw.end();
    }
    return reply;
  });
}

async function stream(
  { feed, commits, poll }: FeedRoute,
  { after, until }: Span,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const write = async (text: string): Promise<void> => {
    if (!response.write(text)) await once(response, 'drain', { signal });
  };
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  let at = after ?? (await feed.end());
  await write(`event: begin\nid: ${formatEventPosition(at)}\ndata:\n\n`);
  let quiet = 0;
  while (!signal.aborted) {
    const { count } = commits;
    const { events, end, isFull } = await feed.after(at);
    at = end;
    const sent = until ? events.filter((event) => !isPast(event, until)) : events;
    if (sent.length > 0) await write(sent.map(written).join(''));
    if (until && (sent.length < events.length || !isFull)) return;
    if (isFull) continue;
    await commits.after(count, poll, signal);
    quiet = sent.length > 0 ? 0 : quiet + poll;
    if (quiet < times.heartbeat) continue;
    quiet = 0;
    await write(':\n\n');
  }
}

const written = (event: FeedEvent): string => `id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`;

const isPast = ({ position }: FeedEvent, until: EventPosition): boolean => position > formatEventPosition(until);

function spanIn(query: unknown): Span | null {
  const { after, until, ...others } = query as Record<string, unknown>;
  if (Object.keys(others).length > 0) return null;
  const [from, to] = [placeIn(after), placeIn(until)];
  return from === undefined || to === undefined ? null : { after: from, until: to };
}

/** Undefined: not a place in the feed. */
function placeIn(text: unknown): EventPosition | null | undefined {
  if (text === undefined) return null;
  return typeof text === 'string' ? (parseEventPosition(text) ?? undefined) : undefined;
}
