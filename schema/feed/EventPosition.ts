/**
 * Places in a nation's feed: `<time>.<turn>,<record id>`. Their texts are in the order of the events. The turn tells
 * writes of one moment apart, and is told to no reader.
 */
import { parsePosition, timeKey } from '../position.ts';

export interface EventPosition {
  /** Epoch milliseconds. */
  readonly at: number;
  /** -1: before all that happened at that moment. */
  readonly turn: number;
  /** As a bound also empty, below every id, or `~`, above every id. */
  readonly id: string;
}

const keyPattern = /^(\d{15})(?:\.(\d{6}))?$/;

export const formatEventPosition = ({ at, turn, id }: EventPosition): string =>
  `${timeKey(at)}${turn < 0 ? '' : `.${String(turn).padStart(6, '0')}`},${id}`;

/** Null = no place in a feed. */
export function parseEventPosition(text: string): EventPosition | null {
  const position = parsePosition(text);
  const [, at, turn] = (position && keyPattern.exec(position.key)) ?? [];
  return position && at !== undefined ? { at: Number(at), turn: Number(turn ?? -1), id: position.id } : null;
}
