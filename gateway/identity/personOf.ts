import type { Reader } from './Reader.ts';

/** Who a reader is, over all their tokens. */
export const personOf = ({ issuer, subject }: Pick<Reader, 'issuer' | 'subject'>): string =>
  JSON.stringify([issuer, subject]);
