import type { Label } from './label.ts';

/**
 * The label in force at a moment (epoch milliseconds): its succession is at its very instant. A time of succession
 * that is not a time has already come, like a clearance whose expiry is unknown.
 */
export function labelAt(label: Label, now: number): Label {
  if (label.succession === null) return label;
  return now < Date.parse(label.succession.at) ? label : label.succession.label;
}
