import { nationsOf, type AllianceName } from '../comparison/layGround.ts';
import { linkedIncidents } from '../work/linkedIncidents.ts';
import { mostVariants, type Variant, type Work } from '../work/Work.ts';

/** Work that grows in one respect, at one size. */
export interface GrowthWork {
  readonly grows: keyof typeof sizes;
  readonly size: number;
  readonly alliance: AllianceName;
  readonly work: Work;
  /** An answer with fewer records than this is none. */
  readonly records: number;
}

const sizes = {
  nations: [1, 2, 4, 8, 16, 32],
  rows: [1, 10, 25, 50, 75, 100],
  links: [0, 1, 2, 3],
  operations: [1, 10, 100, 300, 1000, 10_000],
} as const;

const fields = 'name severity status owner { code } label { banner } attribution { actor confidence }';
const board = `query Board($nations: [NationCode!], $where: IncidentFilter!, $first: Int!) {
  incidents(nations: $nations, where: $where, first: $first) {
    edges { node { ${fields} } }
    pageInfo { hasNextPage endCursor }
    coverage { complete unavailable }
  }
}`;

/** `readers`: tokens that take turns. */
export const growthWork = (readers: readonly string[]): readonly GrowthWork[] => [
  ...sizes.nations.map((size) => {
    const others = nationsOf.all.filter((code) => !nationsOf.eight.some((one) => one === code));
    const nations = [...nationsOf.eight, ...others].slice(0, size);
    return { ...grown('nations', size, readers, boardOf(nations, 25)), alliance: 'all' as const, records: 25 };
  }),
  ...sizes.rows.map((size) => ({ ...grown('rows', size, readers, boardOf(nationsOf.eight, size)), records: size })),
  ...sizes.links.map((size) => ({ ...grown('links', size, readers, linksOf(size)), records: size + 1 })),
  // One reader: others would share what is known of an operation, or not, by how they are cleared.
  ...sizes.operations.map((size) => ({
    ...grown('operations', size, readers.slice(0, 1), namedBoards(size), Math.max(size, mostVariants)),
    records: 10,
  })),
];

type VariantOf = (number: number) => Omit<Variant, 'token'>;

const grown = (
  grows: GrowthWork['grows'],
  size: number,
  readers: readonly string[],
  variantOf: VariantOf,
  count = mostVariants,
) => ({
  grows,
  size,
  alliance: 'eight' as const,
  work: {
    connections: 16,
    id: `${grows} ${size}`,
    title: `${grows}: ${size}`,
    variants: Array.from({ length: count }, (_, number) => ({
      token: readers[number % readers.length] ?? '',
      ...variantOf(number),
    })),
  },
});

/** Another beginning for each variant, all of them before the first record. */
const boardOf =
  (nations: readonly string[], first: number): VariantOf =>
  (number) => ({
    query: board,
    variables: {
      nations,
      first,
      where: { minSeverity: 'S1_LOW', updated: { from: new Date(Date.UTC(2001, 0, 1 + number)).toISOString() } },
    },
  });

/** The other end of each link, and on from there: out to three nations and back again, in turns. */
function linksOf(depth: number): VariantOf {
  const { ids } = linkedIncidents(nationsOf.eight, mostVariants);
  const further = (left: number, end: 'from' | 'to'): string =>
    left === 0
      ? `{ ${fields} }`
      : `{ ${fields} related(first: 10) { edges { node { relation ${end} ${further(left - 1, end === 'to' ? 'from' : 'to')} } } } }`;
  const query = `query Links($id: ID!) { incident(id: $id) ${further(depth, 'to')} }`;
  return (number) => ({ query, variables: { id: ids[number] } });
}

/** A page of one nation; operations are told apart by their names. */
const namedBoards =
  (count: number): VariantOf =>
  (number) => ({
    ...boardOf(nationsOf.eight.slice(0, 1), 10)(number % mostVariants),
    query: board.replace('Board', `Board${number % count}`),
  });
