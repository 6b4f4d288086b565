import type { Names } from './label.ts';

/** The canonical form of a set of names: by code unit, each once. */
export const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

export const union = (a: readonly string[], b: readonly string[]): readonly string[] => sorted([...a, ...b]);

export const admits = (names: Names, name: string): boolean => names === 'ALL' || names.includes(name);

/** Nobody in common is nobody, never everybody. */
export function intersect(a: Names, b: Names): Names {
  if (a === 'ALL') return b;
  return b === 'ALL' ? a : a.filter((name) => b.includes(name));
}

export function isWithin(a: Names, b: Names): boolean {
  return b === 'ALL' || (a !== 'ALL' && a.every((name) => b.includes(name)));
}
