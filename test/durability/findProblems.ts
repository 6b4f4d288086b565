import { doubleWrites } from './doubleWrites.ts';
import type { Evidence, Problem } from './Evidence.ts';
import { halfWrites } from './halfWrites.ts';
import { lostWrites } from './lostWrites.ts';
import { shownOtherwise } from './shownOtherwise.ts';

/** Compares what writers were told with what is there. None: nothing acknowledged is lost, half-written or double. */
export const findProblems = (evidence: Evidence): readonly Problem[] => [
  ...lostWrites(evidence),
  ...halfWrites(evidence),
  ...doubleWrites(evidence),
  ...shownOtherwise(evidence),
  ...evidence.ledger.oddities.map((what): Problem => ({ kind: 'odd', what })),
];
