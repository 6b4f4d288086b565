/** An answer of the gateway as it came over the wire. */
export interface Answer {
  readonly status: number;
  /** Without the moment and the name of the request: what is left may not depend on anything hidden. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
  };
}

export async function postGraphql(
  url: string,
  token: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !ofTheRequest.has(name)));
  return { status: response.status, headers, text, body: JSON.parse(text) as Answer['body'] };
}

const ofTheRequest = new Set(['date', 'x-request-id']);
