import type { SubgraphRequest } from './SubgraphAnswer.ts';

/** JSON, as JSON.stringify writes it. */
export function requestBody({ representations, ...request }: SubgraphRequest): Uint8Array {
  if (representations === undefined) return Buffer.from(JSON.stringify(request));
  const variables = JSON.stringify(request.variables);
  const others = variables === '{}' ? '' : `${bytesOf(variables.slice(1, -1))},`;
  const query = bytesOf(JSON.stringify(request.query));
  const body = `{"query":${query},"variables":{${others}"representations":${representations}}}`;
  return Buffer.from(body, 'latin1');
}

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
