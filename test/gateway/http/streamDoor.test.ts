import { buildSchema, type GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { CodedError } from '../../../gateway/errors.ts';
import { createApp } from '../../../gateway/http/createApp.ts';
import { registerStream } from '../../../gateway/http/registerStream.ts';
import type { Reader } from '../../../gateway/identity/Reader.ts';
import { defaultLimits } from '../../../gateway/operation/limits.ts';

const schema = buildSchema('type Query { me: String } type Subscription { alerts: String }');
const reader = { issuer: 'https://issuer.example', subject: 'anna', nation: 'EST' } as Reader;

/** Of a door at which every stream is refused. */
async function refused({ loaded = schema as GraphQLSchema | null, all = 10 }) {
  const app = createApp(pino({ level: 'silent' }));
  await registerStream(app, {
    open: async () => new CodedError('OVERLOADED'),
    verify: async () => ({ reader, dropped: [] }),
    schema: () => loaded,
    limits: defaultLimits,
    clock: () => 1,
    capacity: { all, nation: 10, reader: 10 },
  });
  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/graphql/stream',
    headers: { authorization: 'Bearer token', accept: 'text/event-stream', 'content-type': 'application/json' },
    payload: { query: 'subscription { alerts }' },
  });
  await app.close();
  return { status: statusCode, retryAfter: headers['retry-after'] };
}

it.each([
  ['has loaded no supergraph yet', { loaded: null }],
  ['has as many streams open as there may be', { all: 0 }],
  ['has no room for another stream of alerts', {}],
])('a reader is told to come back by a gateway that %s', async (_, door) => {
  expect(await refused(door)).toEqual({ status: 503, retryAfter: '1' });
});
