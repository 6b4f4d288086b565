import type { Bearer } from './askWith.ts';

/** Who asks, as the page names them. A new object is a new reader, even with the same name. */
export interface Reading {
  readonly name: string;
  readonly level: string | null;
  readonly bearer: Bearer;
}
