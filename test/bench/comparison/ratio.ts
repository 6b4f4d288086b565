import { median } from '../figures.ts';
import type { Cell } from './compareGateways.ts';

/** The median of the ratios of the same rounds. */
export const ratio = (a: Cell, b: Cell): number =>
  median(a.slices.map(({ cpu }, round) => cpu / (b.slices[round]?.cpu ?? NaN)));
