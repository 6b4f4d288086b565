import { linkedIncidents } from './linkedIncidents.ts';
import { mostVariants, type Variant, type Work } from './Work.ts';

const links = `query Links($id: ID!) {
  incident(id: $id) {
    id name severity status owner { code } label { banner }
    related(first: 10) {
      coverage { complete unavailable }
      edges {
        node {
          relation confidence assertedBy { code }
          to { id name severity owner { code } label { banner } attribution { actor confidence } }
        }
      }
    }
  }
}`;

/** As the console asks it. */
const board = `query Board($where: IncidentFilter, $after: String) {
  incidents(where: $where, first: 25, after: $after) {
    edges {
      node {
        name severity status owner { code } label { banner } attribution { actor confidence }
        capabilityRequests(first: 5) { edges { node { status requester { code } } } }
      }
    }
    pageInfo { hasNextPage endCursor }
    coverage { complete unavailable }
  }
}`;

const pages = `query Pages($where: IncidentFilter, $first: Int!, $after: String) {
  incidents(where: $where, first: $first, after: $after) { pageInfo { endCursor } }
}`;

export type Ask = (variant: Variant) => Promise<unknown>;

/** Another beginning for each variant and alliance, all of them before the first record. */
const where = (number: number, nations: readonly string[]) => ({
  minSeverity: 'S2_MEDIUM',
  updated: { from: new Date(Date.UTC(1970 + nations.length, 0, 1 + number)).toISOString() },
});

export const linksWork = (tokens: readonly string[], nations: readonly string[]): Work => {
  const { ids } = linkedIncidents(nations, mostVariants);
  return {
    id: 'A1',
    title: `an incident with links into three other nations of ${nations.length}`,
    connections: 16,
    variants: tokens.map((token, number) => ({ token, query: links, variables: { id: ids[number] } })),
  };
};

export const boardWork = (id: string, tokens: readonly string[], nations: readonly string[]): Work => ({
  id,
  title: `the board: 25 incidents of ${nations.length} nations`,
  // As many requests to nations under way, whatever their number: a nation has two seconds to answer.
  connections: Math.ceil(128 / nations.length),
  variants: tokens.map((token, number) => ({
    token,
    query: board,
    variables: { where: where(number, nations), after: null },
  })),
});

/** The tenth page, as the reader would come to it. */
export async function tenthPageWork(tokens: readonly string[], nations: readonly string[], ask: Ask): Promise<Work> {
  const first = boardWork('A3p10', tokens, nations);
  const tenth: Variant[] = [];
  for (const [number, { token }] of first.variants.entries()) {
    let after: string | null = null;
    for (const size of [100, 100, 25]) {
      const variables = { where: where(number, nations), first: size, after };
      after = endCursorIn(await ask({ token, query: pages, variables }));
    }
    tenth.push({ token, query: board, variables: { where: where(number, nations), after } });
  }
  return { ...first, title: 'the tenth page of it', variants: tenth };
}

function endCursorIn(data: unknown): string {
  const { incidents } = data as { incidents?: { pageInfo?: { endCursor?: string | null } } | null };
  const cursor = incidents?.pageInfo?.endCursor;
  if (!cursor) throw new TypeError('a list that ends before its tenth page');
  return cursor;
}
