import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { RequestContext } from '../RequestContext.ts';
import type { Reply } from './Reply.ts';

/** The long way, for every request that is not of the ordinary form, or not valid. */
export async function answerByApollo(
  apollo: ApolloServer<RequestContext>,
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
): Promise<Reply> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  if (answer.body.kind !== 'complete') throw new TypeError('an answer in parts');
  return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string };
}
