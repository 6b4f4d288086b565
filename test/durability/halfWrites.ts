import { entriesByIncident } from './entriesByIncident.ts';
import type { Evidence, Problem } from './Evidence.ts';
import type { Stored } from './readStored.ts';

/** Record, timeline entry, event and reference of a write are there together or not at all. */
export function* halfWrites({ stored }: Evidence): Iterable<Problem> {
  for (const store of stored.values()) {
    for (const what of halvesIn(store)) yield { kind: 'half-written', what };
  }
}

function* halvesIn(store: Stored): Iterable<string> {
  const { records, events, references } = store;
  const eventsOf = Map.groupBy(events, ({ id }) => id);
  const entries = entriesByIncident(store);
  const referred = Map.groupBy(references, ({ id }) => id);
  for (const [id, { type, body }] of records) {
    const own = eventsOf.get(id) ?? [];
    const made = own.filter(({ change }) => change === 'inserted').length;
    if (made !== 1) yield `${type} ${id} has ${made} events that tell of its making`;
    if (type === 'TimelineEntry' && !records.has(String(body['incident']))) yield `entry ${id} has no incident`;
    if (type !== 'Incident') continue;
    const told = own.map(({ at }) => at).join(', ');
    const entered = (entries.get(id) ?? []).map(({ at }) => at).join(', ');
    if (told !== entered) yield `the events of ${id} are of ${told}; its timeline entries of ${entered}`;
    const reported = entries.get(id)?.filter(({ kind }) => kind === 'REPORTED').length ?? 0;
    if (reported !== 1) yield `${id} has ${reported} entries of its report`;
    const named = referred.get(id)?.length ?? 0;
    if (named !== 1) yield `${id} has ${named} client references`;
  }
  for (const id of eventsOf.keys()) if (!records.has(id)) yield `an event tells of ${id}, which is not there`;
}
