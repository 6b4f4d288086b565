import { feeds } from '../canned/centralSubgraphs.ts';
import { variantCount, type Work } from './Work.ts';

const record = `query Record($id: ID!) {
  advisory(id: $id) { id title severity product { id name version } }
}`;

const twoLevels = `query TwoLevels($after: Int!) {
  advisories(first: 50, after: $after) {
    id title severity published summary
    product { id name version vendor { id name country } }
  }
}`;

const eightLists = `query EightLists($after: Int!) {
${feeds.map((feed) => `  ${feed}Sightings(first: 20, after: $after) { ...Seen }`).join('\n')}
}
fragment Seen on FeedSighting { id name severity seenAt sectors confidence summary }`;

/** Ordinary federation, which every gateway can do. */
export function federationWork(tokens: readonly string[]): readonly Work[] {
  const work = (id: string, title: string, query: string, variables: (number: number) => object): Work => ({
    id,
    title,
    variants: Array.from({ length: variantCount }, (_, number) => ({
      token: tokens[number % tokens.length] ?? '',
      query,
      variables: { ...variables(number) },
    })),
  });
  return [
    work('Q1', 'a record with one entity fetch', record, (number) => ({ id: `adv-${number}` })),
    work('Q2', '50 records over two entity levels', twoLevels, (number) => ({ after: number * 50 })),
    work('Q3', 'eight lists of twenty from eight subgraphs', eightLists, (number) => ({ after: number * 20 })),
  ];
}
