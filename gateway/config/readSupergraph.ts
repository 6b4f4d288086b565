import { readFile } from 'node:fs/promises';
import { compose } from '../../schema/compose.ts';
import { contractSdls, type SubgraphSdl } from '../../schema/contractSdls.ts';
import type { Registry } from './Registry.ts';

/** Composes the contract with the central subgraphs that organisations of the registry serve, each named by its code. */
export async function readSupergraph({
  organisations,
}: Registry): Promise<{ readonly supergraphSdl: string } | { readonly problems: readonly string[] }> {
  const served: SubgraphSdl[] = [];
  for (const { code, subgraph } of organisations.values()) {
    if (!subgraph) continue;
    const sdl = await readFile(subgraph.schema, 'utf8').catch(() => null);
    if (sdl === null) {
      const at = `organisations.${code}.subgraph.schema`;
      return { problems: [`${at}: \`${subgraph.schema}\` cannot be read: name the file that holds its SDL`] };
    }
    served.push({ name: code, sdl, national: false });
  }
  const composed = compose([...contractSdls(), ...served]);
  return 'problems' in composed
    ? { problems: composed.problems.map(({ at, message }) => `${at}: ${message}`) }
    : composed;
}
