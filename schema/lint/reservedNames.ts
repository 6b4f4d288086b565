import { visit } from 'graphql';
import type { Finding, Subgraph } from './Contract.ts';

/** Names that start with `__gw` belong to the gateway, which adds fields under them to what it asks. */
export const reservedNames = ({ subgraphs }: { readonly subgraphs: readonly Subgraph[] }): readonly Finding[] =>
  subgraphs.flatMap(({ name, document }) => {
    const findings: Finding[] = [];
    visit(document, {
      Name: ({ value }) => {
        if (value.startsWith('__gw')) {
          findings.push({
            at: name,
            message: `\`${value}\` starts with \`__gw\`, which is the gateway's own; rename it`,
          });
        }
      },
    });
    return findings;
  });
