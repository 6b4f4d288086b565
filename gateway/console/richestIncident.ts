import type { Ask } from './askWith.ts';

export const findIncidentQuery = `query FindIncident {
  incidents(first: 20) {
    edges {
      node {
        id
        related(first: 3) { edges { cursor } }
        capabilityRequests(first: 3) { edges { cursor } }
        lessons(first: 3) { edges { cursor } }
      }
    }
  }
}`;

interface Attached {
  readonly id: string;
  readonly related: Edges | null;
  readonly capabilityRequests: Edges | null;
  readonly lessons: Edges | null;
}
interface Edges {
  readonly edges: readonly unknown[];
}

/** The id of that visible incident which has most attached to it; null when the reader sees none. */
export async function richestIncident(ask: Ask): Promise<string | null> {
  const { data } = await ask({ query: findIncidentQuery });
  const found = data as { incidents: { edges: readonly { node: Attached }[] } | null } | null | undefined;
  const byWealth = (found?.incidents?.edges ?? [])
    .map(({ node }) => ({ id: node.id, wealth: wealthOf(node) }))
    .toSorted((a, b) => b.wealth - a.wealth);
  return byWealth[0]?.id ?? null;
}

function wealthOf(node: Attached): number {
  const lists = [node.related, node.capabilityRequests, node.lessons];
  return lists.reduce((sum, list) => sum + (list?.edges.length ?? 0), 0);
}
