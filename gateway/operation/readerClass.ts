import type { Clearance } from '../../schema/label/clearance.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { decideFloor, floorText, type Floor, type FloorDecision } from '../contract/floor.ts';

/**
 * Readers with the same answer to every static floor of the contract. They share the rewritten operation, its plan and
 * the visible schema. INVARIANT: nothing but floors enters a class, so a class says nothing of any record.
 */
export interface ReaderClass {
  readonly key: string;
  /** The strictest answer of the floors on a type, field, argument or input field. */
  decide(coordinate: string): FloorDecision;
  /** Every coordinate that is not permitted. */
  denied(): readonly string[];
}

/** `clearance` is the reader's own: what token and issuer alone allow. */
export function readerClass(model: ContractModel, clearance: Clearance): ReaderClass {
  const decisions = new Map<string, FloorDecision>();
  for (const floor of [...model.floors.values()].flat()) {
    const text = floorText(floor);
    if (!decisions.has(text)) decisions.set(text, decideFloor(clearance, floor));
  }
  const decideFloors = (floors: readonly Floor[]): FloorDecision =>
    floors.map((floor) => decisions.get(floorText(floor)) ?? 'deny').reduce(stricter, 'permit' as FloorDecision);
  return {
    key: [...decisions].map(([text, decision]) => `${text}=${keyOf(decision)}`).join(';'),
    decide: (coordinate) => decideFloors(model.floors.get(coordinate) ?? []),
    denied: () => [...model.floors].flatMap(([at, floors]) => (decideFloors(floors) === 'permit' ? [] : [at])),
  };
}

const keyOf = (decision: FloorDecision): string =>
  typeof decision === 'string' ? decision : String(decision.requiredAal);

function stricter(a: FloorDecision, b: FloorDecision): FloorDecision {
  if (a === 'deny' || b === 'deny') return 'deny';
  if (a === 'permit') return b;
  if (b === 'permit') return a;
  return a.requiredAal >= b.requiredAal ? a : b;
}
