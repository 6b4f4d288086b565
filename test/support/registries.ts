import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { parseAllianceDocument } from '../../schema/alliance/parseAllianceDocument.ts';
import vectors from '../vectors/registries.json' with { type: 'json' };

/** The registries that the vectors name. */
export const registries: ReadonlyMap<string, AllianceDocument> = new Map(
  Object.entries(vectors).map(([name, value]) => {
    const document = parseAllianceDocument(value);
    if ('problems' in document) throw new TypeError(`registry \`${name}\`: ${document.problems.join('; ')}`);
    return [name, document];
  }),
);

export function registryNamed(name: string): AllianceDocument {
  const document = registries.get(name);
  if (!document) throw new TypeError(`no registry is named \`${name}\``);
  return document;
}
