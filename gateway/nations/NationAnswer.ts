import type { Unusable } from './SubgraphAnswer.ts';

/**
 * What one nation said. `data` is bounded in size and depth and has no prototype keys; nothing else about it is checked
 * yet. `stepUp` names the one root field (its response key) that a stronger sign-in would open; `needed` are records of
 * others on whose markings a write hangs that has not been carried out.
 */
export interface NationData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly stepUp?: { readonly path: string; readonly requiredAal: 2 | 3 };
  readonly needed?: readonly NeededRecord[];
}

export interface NeededRecord {
  readonly type: string;
  readonly id: string;
}

export type NationAnswer = NationData | Unusable;
