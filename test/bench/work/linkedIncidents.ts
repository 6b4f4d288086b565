import { incident, link } from '../../subgraphs/support/testRecords.ts';
import type { AnyRecord } from '../../support/alliance/AllianceNation.ts';
import { labelOf } from '../../support/alliance/ownedBy.ts';

export interface LinkedIncidents {
  /** By nation. */
  readonly records: ReadonlyMap<string, readonly AnyRecord[]>;
  /** Incidents with three links each, to incidents of three other nations. */
  readonly ids: readonly string[];
}

/** Beside what the generator makes: it links incidents as real ones are, mostly once. */
export function linkedIncidents(nations: readonly string[], count: number): LinkedIncidents {
  const records = new Map<string, AnyRecord[]>(nations.map((nation) => [nation, []]));
  const add = (nation: string, record: AnyRecord, id: string): string => {
    records.get(nation)?.push({ ...record, id, label: labelOf(nation) });
    return id;
  };
  const ids = Array.from({ length: count }, (_, number) => {
    const at = (step: number): string => nations[(number + step) % nations.length] ?? '';
    const owned = (step: number): string =>
      add(
        at(step),
        incident(0, {
          name: `Störung „${number}.${step}“ at a substation`,
          severity: 'S2_MEDIUM',
          attribution: { actor: 'HOLLOW PINE', confidence: 60, statement: null, admiraltyCode: 'B2' },
        }),
        `${at(step)}:i:${place(number * 4 + step)}`,
      );
    const from = owned(0);
    for (const step of [1, 2, 3]) {
      const asserted = link(0, from, owned(step), { relation: 'SAME_CAMPAIGN', confidence: 70 });
      add(at(0), asserted, `${at(0)}:l:${place(number * 4 + step)}`);
    }
    return from;
  });
  return { records, ids };
}

const place = (number: number): string => `zz${String(number).padStart(24, '0')}`;
