import { visit, type DocumentNode, type FieldNode } from 'graphql';
import { name, responseKey } from './selections.ts';

/** The document with a `__typename` in every place where introspection is to be put. Other fields stay the same nodes. */
export const withoutIntrospection = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Field: (node): FieldNode | undefined =>
      node.name.value === '__schema' || node.name.value === '__type'
        ? {
            kind: node.kind,
            alias: name(responseKey(node)),
            name: name('__typename'),
            ...(node.directives && { directives: node.directives }),
          }
        : undefined,
  });
