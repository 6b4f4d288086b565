/**
 * National classification terms and what they stand for, as dated data. Rows that no nation or official text has
 * confirmed say `verified: false`. Where a nation has no such level, data rounds up and a clearance rounds down.
 */
import { z } from 'zod';

import { levels, type Level } from '../label/level.ts';
import table from './equivalence.json' with { type: 'json' };

const row = z.strictObject({
  nation: z.string(),
  term: z.string(),
  also: z.array(z.string()),
  data: z.enum(levels),
  clearance: z.enum(levels),
  since: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
  verified: z.boolean(),
  source: z.string(),
});

export type Equivalence = Readonly<z.infer<typeof row>>;

export const equivalences: readonly Equivalence[] = z.array(row).parse(table);

/** `known: false` on data means: for the originator only, whatever the level. */
export interface AllianceLevel {
  readonly level: Level;
  readonly known: boolean;
}

/** The alliance level of a nation's term at a moment (epoch milliseconds), or of one of the alliance's own terms. */
export function toAlliance(nation: string, term: string, at: number, use: 'data' | 'clearance'): AllianceLevel {
  const wanted = folded(term);
  const common = allianceTerms.get(wanted);
  if (common) return { level: common, known: true };
  const found = equivalences.find((each) => each.nation === nation && inForce(each, at) && names(each, wanted));
  return found ? { level: found[use], known: true } : { level: use === 'data' ? 'CTS' : 'NU', known: false };
}

const allianceTerms: ReadonlyMap<string, Level> = new Map([
  ...levels.map((level) => [level, level] as const),
  ['NATO UNCLASSIFIED', 'NU'],
  ['NATO RESTRICTED', 'NR'],
  ['NATO CONFIDENTIAL', 'NC'],
  ['NATO SECRET', 'NS'],
  ['COSMIC TOP SECRET', 'CTS'],
]);

const inForce = ({ since, until }: Equivalence, at: number): boolean =>
  (since === null || Date.parse(since) <= at) && (until === null || at < Date.parse(until));

const names = ({ term, also }: Equivalence, wanted: string): boolean =>
  [term, ...also].some((each) => folded(each) === wanted);

/** Case, accents and runs of spaces make no difference. */
const folded = (term: string): string =>
  term.normalize('NFD').replace(/\p{M}/gu, '').trim().replace(/\s+/g, ' ').toUpperCase();
