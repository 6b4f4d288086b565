import { WriteRefused } from '../errors.ts';

/** A text that has to say something. */
export function titled(text: string, path: readonly string[]): string {
  if (text.trim() === '') throw new WriteRefused('INVALID', 'must not be empty', path);
  return text;
}
