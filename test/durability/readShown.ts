import { setTimeout as sleep } from 'node:timers/promises';
import { askGateway } from './askGateway.ts';
import type { RealAlliance } from './startRealAlliance.ts';

export interface ShownIncident {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly timeline: { readonly edges: readonly { readonly node: { readonly kind: string } }[] };
  readonly acknowledgements: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

interface Page {
  readonly edges: readonly { readonly node: ShownIncident }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly coverage: { readonly complete: boolean };
}

export const pageOfAcknowledgements = 25;

const query = `query ($after: String) { incidents(first: 25, after: $after) {
  coverage { complete }
  pageInfo { hasNextPage endCursor }
  edges { node { id name description
    timeline(first: 20) { edges { node { kind } } }
    acknowledgements(first: ${pageOfAcknowledgements}) { edges { node { id } } } } } } }`;

/** What the graph shows of all incidents to somebody who may read them all, by id. */
export async function readShown(alliance: RealAlliance): Promise<ReadonlyMap<string, ShownIncident>> {
  const token = await alliance.token({ nation: alliance.nations[0] ?? '', subject: 'reader' });
  const shown = new Map<string, ShownIncident>();
  let after: string | null = null;
  for (let failures = 0; ;) {
    const asked = { query, variables: { after }, field: 'incidents' };
    const page = (await askGateway(alliance.url, token, asked)) as Page | null;
    if (!page?.coverage.complete) {
      if ((failures += 1) > 50) throw new Error('the graph cannot be read after the last kill');
      await sleep(200);
      continue;
    }
    for (const { node } of page.edges) shown.set(node.id, node);
    if (!page.pageInfo.hasNextPage) return shown;
    after = page.pageInfo.endCursor;
  }
}
