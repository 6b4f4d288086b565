/** Readers with variables of their own, who take turns: no answer is asked for twice in a row. */
export const mostVariants = 64;

/** One request of a reader. */
export interface Variant {
  /** Of the reader; `Authorization: Bearer` of every gateway's request. */
  readonly token: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Work {
  readonly id: string;
  readonly title: string;
  /** How many ask at once. */
  readonly connections: number;
  readonly variants: readonly Variant[];
}

export const bodyOf = ({ query, variables }: Variant): string => JSON.stringify({ query, variables });

/** The bytes that a gateway at this port is sent. */
export function httpRequest(variant: Variant, port: number): Buffer {
  const body = Buffer.from(bodyOf(variant));
  const head = [
    'POST /graphql HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${variant.token}`,
    `content-length: ${body.length}`,
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}
