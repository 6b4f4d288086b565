import type { ListCase } from './ListCase.ts';

/** An answer of the gateway. */
export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

/** All that a reader gets of one list, page after page. */
export interface Walked {
  readonly nodes: readonly unknown[];
  /** Codes of errors beside the data, each once. */
  readonly codes: readonly string[];
}

interface Body {
  readonly data?: Readonly<Record<string, Connection | null>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

interface Connection {
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly coverage: { readonly complete: boolean };
}

/** Throws when the list itself is missing or some nation did not answer: the oracle knows of no failures. */
export async function walkList(
  { field, query, variables }: ListCase,
  ask: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<WireAnswer>,
): Promise<Walked> {
  const nodes: unknown[] = [];
  const codes = new Set<string>();
  for (let after: string | null = null; ;) {
    const { status, text } = await ask(query, { ...variables, after });
    const { data, errors = [] } = JSON.parse(text) as Body;
    const connection = data?.[field];
    if (status !== 200 || !connection?.coverage.complete) throw new TypeError(`${status}: ${text.slice(0, 1000)}`);
    for (const { extensions } of errors) codes.add(extensions.code);
    nodes.push(...connection.edges.map(({ node }) => node));
    if (!connection.pageInfo.hasNextPage) return { nodes, codes: [...codes].sort() };
    after = connection.pageInfo.endCursor;
  }
}
