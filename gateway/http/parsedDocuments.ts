import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../errors.ts';
import { documentSize } from '../operation/documentSize.ts';
import { parseOperation } from '../operation/parseOperation.ts';

/** `parseOperation` that parses a text once, as long as there is room for its document. */
export function parsedDocuments(maxBytes: number): typeof parseOperation {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (document) => 1_000 + documentSize(document),
  });
  return (text) => {
    const known = documents.get(text);
    if (known !== undefined) return known;
    const parsed = parseOperation(text);
    if (parsed !== null && !(parsed instanceof CodedError)) documents.set(text, parsed);
    return parsed;
  };
}
