import { readFileSync } from 'node:fs';

/** One subgraph of the contract: its SDL is complete, directives and common types included. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
  /** Served by every nation for its own records; otherwise by one endpoint. */
  readonly national: boolean;
}

export const nationalDomains = ['incidents', 'capabilities', 'exercises', 'releases'] as const;

/** The subgraphs of the contract, read from schema/contract. */
export function contractSdls(): readonly SubgraphSdl[] {
  const shared = `${read('directives')}\n${read('common')}`;
  return [
    { name: 'alliance', sdl: `${shared}\n${read('alliance')}`, national: false },
    ...nationalDomains.map((name) => ({ name, sdl: `${shared}\n${read(name)}`, national: true })),
  ];
}

const read = (file: string): string => readFileSync(new URL(`contract/${file}.graphql`, import.meta.url), 'utf8');
