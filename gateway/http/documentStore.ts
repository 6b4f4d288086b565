import type { ApolloServerOptions } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { documentSize } from '../operation/documentSize.ts';
import type { RequestContext } from '../RequestContext.ts';

type Store = NonNullable<ApolloServerOptions<RequestContext>['documentStore']>;

/** Documents that were parsed and found valid. Apollo's own store does not count the texts that its documents keep. */
export function documentStore(maxBytes: number): Store {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (document) => 1_000 + documentSize(document),
  });
  return {
    get: async (hash) => documents.get(hash),
    set: async (hash, document) => void documents.set(hash, document),
    delete: async (hash) => documents.delete(hash),
  };
}
