import { WriteRefused } from '../errors.ts';
import type { Writing } from './Writing.ts';

/** Codes of nations of the registry, each once. */
export function nationCodes(
  codes: readonly string[],
  path: readonly string[],
  { registry }: Writing,
): readonly string[] {
  const odd = codes.find((code) => !registry.nations.some((nation) => nation.code === code));
  if (odd !== undefined) throw new WriteRefused('INVALID', `\`${odd}\` is no nation of the alliance's registry`, path);
  return [...new Set(codes)];
}
