import { LRUCache } from 'lru-cache';
import type { Marking } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';

/** `parseMarking` that reads a text once. Bounded; it knows no reader: equal texts give one object to all. */
export function markingMemory(): (text: string) => Marking | null {
  const markings = new LRUCache<string, { readonly marking: Marking | null }>({ max: 50_000 });
  return (text) => {
    const known = markings.get(text);
    if (known) return known.marking;
    const marking = parseMarking(text);
    markings.set(text, { marking });
    return marking;
  };
}
