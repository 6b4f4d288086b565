import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Directory } from '../../schema/label/directory.ts';
import type { Registry } from '../config/Registry.ts';

/**
 * What the names on an owner's labels mean: what that owner itself is told of them, so that gateway and nation decide
 * from the same. An agreement to which the owner is no party is a name that means nobody.
 */
export function directoryTowards(owner: string, { nations, directory, document }: Registry): Directory {
  if (!nations.has(owner)) return directory;
  return directories.getOrInsertComputed(extractFor(owner, document), directoryOf);
}

const directories = new WeakMap<AllianceDocument, Directory>();
