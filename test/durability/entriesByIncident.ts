import type { Stored } from './readStored.ts';

export interface Entry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: unknown;
}

/** Of the timelines in a store; oldest first. */
export function entriesByIncident({ records }: Stored): ReadonlyMap<string, readonly Entry[]> {
  const entries = [...records.values()].flatMap(({ type, body }) =>
    type === 'TimelineEntry'
      ? [{ incident: String(body['incident']), at: Date.parse(String(body['at'])), kind: body['kind'] }]
      : [],
  );
  return Map.groupBy(
    entries.toSorted((one, other) => one.at - other.at),
    ({ incident }) => incident,
  );
}
