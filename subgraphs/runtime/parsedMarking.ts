import { LRUCache } from 'lru-cache';
import type { Marking } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';

interface Parsed {
  readonly marking: Marking | null;
}
const markings = new LRUCache<string, Parsed>({ max: 20_000 });

/** What a text means depends on nothing else, so all nations of a process share what was read. */
export function parsedMarking(text: string): Marking | null {
  const known = markings.get(text);
  if (known) return known.marking;
  const marking = parseMarking(text);
  markings.set(text, { marking });
  return marking;
}
