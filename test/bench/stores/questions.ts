import type { Level } from '../../../schema/label/level.ts';
import { hub } from './fillStore.ts';

/** One page of a nation's list, asked of stores of every size. */
export interface Question {
  readonly question: string;
  readonly level: Level;
  /** Percent of the incidents that a reader of this level may not see. */
  readonly hidden: number;
  readonly query: string;
  readonly rows: number;
  /** So many rows of the list come before the page. */
  readonly skip: number;
}

const size = 25;
const fields = 'id marking name severity status sectors reportedAt updatedAt attribution { actor confidence }';
const page = `{ edges { cursor node { ${fields} } } pageInfo { hasNextPage endCursor } }`;
const list = (more = ''): string => `query($first: Int!, $after: String) {
  incidents(first: $first, after: $after${more}) ${page} }`;

/** The way to a page. */
export const walk = `query($first: Int!, $after: String) {
  incidents(first: $first, after: $after) { edges { cursor } } }`;

const pages = [1, 10, 100, 1000].map((number) => ({
  question: `page ${number}`,
  query: list(),
  rows: size,
  skip: (number - 1) * size,
}));
const others = [
  { question: 'by severity', query: list(', orderBy: SEVERITY_DESC') },
  { question: 'severe, of a sector', query: list(', where: { minSeverity: S4_SEVERE, sectors: [ENERGY] }') },
].map((asked) => ({ ...asked, rows: size, skip: 0 }));
const one = { question: 'one by id', query: `{ incident(id: "${hub(0)}") { ${fields} } }`, rows: 1, skip: 0 };
const links = {
  question: 'links of one',
  query: `query($first: Int!) { incident(id: "${hub(0)}") {
    related(first: $first) { edges { cursor node { marking from { id name } to { id name } } } } } }`,
  rows: size,
  skip: 0,
};

const readers = [
  { level: 'NS', hidden: 0 },
  { level: 'NC', hidden: 50 },
  { level: 'NR', hidden: 99 },
  { level: 'NU', hidden: 99.9 },
] as const;

export const questions: readonly Question[] = readers.flatMap((reader) =>
  [...pages, ...others, ...(reader.hidden === 0 ? [one, links] : [])].map((asked) => ({ ...asked, ...reader })),
);
