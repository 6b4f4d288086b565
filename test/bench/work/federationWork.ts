import { feeds } from '../canned/centralSubgraphs.ts';
import type { Work } from './Work.ts';

const record = `query Record($id: ID!) {
  advisory(id: $id) { id title severity product { id name version } }
}`;

const twoLevels = `query TwoLevels($after: Int!) {
  advisories(first: 50, after: $after) {
    id title severity score published summary
    product { id name version family vendor { id name country contact } }
  }
}`;

const eightLists = `query EightLists($after: Int!) {
${feeds.map((feed) => `  ${feed}Sightings(first: 20, after: $after) { ...Seen }`).join('\n')}
}
fragment Seen on FeedSighting {
  id name severity status seenAt reportedAt sectors confidence isExercise summary
  source { agency reference reliability }
}`;

/** Ordinary federation, which every gateway can do. */
export function federationWork(tokens: readonly string[]): readonly Work[] {
  const work = (id: string, title: string, query: string, variables: (number: number) => object): Work => ({
    id,
    title,
    connections: 32,
    variants: tokens.map((token, number) => ({ token, query, variables: { ...variables(number) } })),
  });
  return [
    work('Q1', 'a record with one entity fetch', record, (number) => ({ id: `adv-${number}` })),
    work('Q2', '50 records over two entity levels', twoLevels, (number) => ({ after: number * 50 })),
    work('Q3', 'eight lists of twenty from eight subgraphs', eightLists, (number) => ({ after: number * 20 })),
  ];
}
