import { canRead } from '../../schema/label/canRead.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { clearanceTowards } from './clearanceTowards.ts';
import { directoryTowards } from './directoryTowards.ts';

/**
 * May a reader read the records of their own nation that have this label, whatever kind of sharing they are part of? For
 * what speaks of records without holding them, such as the access log. An unreadable label opens to nobody.
 */
export function mayReadOwn(
  reader: Reader,
  registry: Registry,
  now: number,
  pseudonym: string,
): (labelText: string) => boolean {
  const owner = reader.nation;
  const clearance = clearanceTowards(reader, owner, registry, now, pseudonym);
  const directory = directoryTowards(owner, registry);
  const decided = new Map<string, boolean>();
  const decide = (text: string): boolean => {
    const marking = parseMarking(text);
    if (marking === null) return false;
    return sharingDomains.every((domain) => {
      const restriction = resolve(marking.label, owner, directory, domain, now);
      return canRead(clearance, restriction, domain).effect === 'permit';
    });
  };
  return (text) => {
    const may = decided.get(text) ?? decide(text);
    decided.set(text, may);
    return may;
  };
}
