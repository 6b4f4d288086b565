import type { Answer } from './postGraphql.ts';
import type { Asking } from './startTestAlliance.ts';

export interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: {
    readonly complete: boolean;
    readonly asked: readonly string[];
    readonly unavailable: readonly string[];
  };
}

const page =
  '{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { complete asked unavailable } }';

/** A list to be walked: `$page` stands for `first` and `after`, the braces for what of it is asked. */
export interface List {
  readonly field: string;
  /** As in `orderBy: SEVERITY_DESC`. */
  readonly args?: string;
  /** Selections around the list, such as `incident(id: "...")`. */
  readonly inside?: string;
}

export function pageQuery({ field, args = '', inside }: List): string {
  const list = `${field}(${args} first: $first, after: $after) ${page}`;
  return `query ($first: Int!, $after: String) { ${inside === undefined ? list : `${inside} { ${list} }`} }`;
}

export const pageOf = ({ body }: Answer, { field, inside }: List): Page => {
  const data = body.data as Readonly<Record<string, Record<string, unknown>>>;
  const parent = inside === undefined ? data : (data[inside.split('(')[0] ?? ''] ?? {});
  const found = parent[field];
  if (found === null || found === undefined) throw new TypeError(`no page: ${JSON.stringify(body)}`);
  return found as unknown as Page;
};

export async function askPage(reader: Asking, list: List, first: number, after: string | null): Promise<Page> {
  return pageOf(await reader.ask(pageQuery(list), { first, after }), list);
}

/** All pages of a list. `between` runs after each but the last. */
export async function walk(
  reader: Asking,
  list: List,
  first: number,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = null; ;) {
    const next = await askPage(reader, list, first, after);
    pages.push(next);
    if (!next.pageInfo.hasNextPage) return pages;
    after = next.pageInfo.endCursor;
    await between(pages.length);
  }
}

export const idsOf = (pages: readonly Page[]): readonly string[] =>
  pages.flatMap(({ edges }) => edges.map(({ node }) => node.id));
