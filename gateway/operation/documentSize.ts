import type { DocumentNode } from 'graphql';

/** Bytes that a parsed document keeps in memory, roughly: its text, and a node or two for every token. */
export function documentSize({ loc }: DocumentNode): number {
  if (!loc) return 0;
  let tokens = 0;
  for (let token = loc.startToken.next; token; token = token.next) tokens += 1;
  return loc.source.body.length + 350 * tokens;
}
