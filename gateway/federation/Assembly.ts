import type { ScanAnswer } from './Spliced.ts';
import type { CentralStep } from './Step.ts';
import type { Write } from './writeRecord.ts';

/** How the answer to a fetch at the root goes to a reader as bytes, together with the answers that are filled into it. */
export interface Assembly {
  readonly step: CentralStep;
  readonly scan: ScanAnswer;
  /** In an order in which none comes before the one that it is filled into. Answers are numbered: 0 the root, then these. */
  readonly fills: readonly Fill[];
  /** By response key: what writes it, from the first of the marks on. */
  readonly roots: readonly (readonly [key: string, write: Write])[];
}

/** An entity fetch that brings something to records of an answer. */
export interface Fill {
  readonly step: CentralStep;
  readonly typeName: string;
  /** The number of that answer. */
  readonly into: number;
  /** The number of the records among its `places`. */
  readonly place: number;
  /** Where in the marks of such a record those of what is brought are told. */
  readonly slot: number;
  /** What the entity is asked by, in the order of its representation: numbers of fields of the record. */
  readonly keys: readonly number[];
  readonly scan: ScanAnswer;
}
