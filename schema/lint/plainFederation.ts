import { Kind, specifiedDirectives, visit } from 'graphql';
import type { Finding, Subgraph } from './Contract.ts';

const understood = [
  'link',
  'composeDirective',
  'key',
  'shareable',
  'external',
  'requires',
  'provides',
  'override',
  'interfaceObject',
  'inaccessible',
];

/**
 * A subgraph uses the directives of the contract and those of federation that the gateway carries out, no others: an
 * access directive such as @authenticated would guard nothing.
 */
export const plainFederation = ({ subgraphs }: { readonly subgraphs: readonly Subgraph[] }): readonly Finding[] =>
  subgraphs.flatMap(({ name, national, document }) => {
    const known = new Set([...understood, ...specifiedDirectives.map((directive) => directive.name)]);
    // A nation says what its records are.
    if (national) known.delete('interfaceObject');
    for (const node of document.definitions) if (node.kind === Kind.DIRECTIVE_DEFINITION) known.add(node.name.value);
    const odd = new Set<string>();
    visit(document, {
      Directive: (node) => {
        if (!known.has(node.name.value)) odd.add(node.name.value);
      },
    });
    return [...odd].map((directive) => ({
      at: name,
      message: `the gateway does not carry out @${directive}; remove it`,
    }));
  });
