import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { SubgraphSdl } from './contractSdls.ts';
import { lintSubgraphs, lintSupergraph } from './lint/lint.ts';
import type { Problem } from './lint/Problem.ts';

/** Composes the subgraphs into a supergraph that keeps to the rules of the contract, or says what is wrong. Total. */
export function compose(
  sdls: readonly SubgraphSdl[],
): { readonly supergraphSdl: string } | { readonly problems: readonly Problem[] } {
  try {
    const subgraphs = sdls.map(({ name, national, sdl }) => ({ name, national, document: parse(sdl) }));
    const slips = lintSubgraphs(subgraphs);
    if (slips.length > 0) return { problems: slips };
    const services = subgraphs.map(({ name, document }) => ({ name, url: `subgraph:${name}`, typeDefs: document }));
    const { supergraphSdl, errors } = composeServices(services);
    if (supergraphSdl === undefined) return { problems: (errors ?? []).map(({ message }) => composition(message)) };
    const problems = lintSupergraph(subgraphs, supergraphSdl);
    return problems.length > 0 ? { problems } : { supergraphSdl };
  } catch (error) {
    return { problems: [composition(error instanceof Error ? error.message : String(error))] };
  }
}

const composition = (message: string): Problem => ({ rule: 'composition', at: 'supergraph', message });
