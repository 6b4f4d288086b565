import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonicalJson.ts';
import type { AllianceDocument } from './AllianceDocument.ts';

/** SHA-256, base64url, of the document as JSON with its members in order. By it, gateway and nation know that they decide from the same. */
export function documentDigest(document: AllianceDocument): string {
  return createHash('sha256').update(canonicalJson(document)).digest('base64url');
}
