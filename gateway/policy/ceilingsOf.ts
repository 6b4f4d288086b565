import { agreementCeiling } from '../../schema/alliance/agreementCeiling.ts';
import { sharingDomains, type SharingDomain } from '../../schema/label/domain.ts';
import type { Level } from '../../schema/label/level.ts';
import type { Registry } from '../config/Registry.ts';

/** By owner: the highest level that the agreements in force let it share with one nation, in each domain. */
export type Ceilings = ReadonlyMap<string, Readonly<Record<SharingDomain, Level>>>;

/** A span of time, epoch milliseconds: from <= t < to. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

interface Dated {
  readonly period: Period;
  readonly ceilings: Ceilings;
}

const known = new WeakMap<Registry, Map<string, Dated>>();
const periods = new WeakMap<Registry, Period>();

/**
 * Agreements change at set times only, so the table of one nation is worked out once for each period between two of
 * them. A registry never changes: its tables go when it goes.
 */
export function ceilingsOf(nation: string, registry: Registry, now: number): Ceilings {
  const tables = known.get(registry) ?? new Map<string, Dated>();
  known.set(registry, tables);
  const period = periodOf(registry, now);
  const last = tables.get(nation);
  if (last?.period === period) return last.ceilings;
  const ceilings = new Map(
    [...registry.parties.keys()].map((owner) => [owner, ceilingsBetween(owner, nation, registry, now)]),
  );
  if (registry.parties.has(nation)) tables.set(nation, { period, ceilings });
  return ceilings;
}

const ceilingsBetween = (owner: string, nation: string, { document }: Registry, now: number) =>
  Object.fromEntries(
    sharingDomains.map((domain) => [domain, agreementCeiling(document, owner, nation, domain, now)]),
  ) as Record<SharingDomain, Level>;

/** The span around `now` in which no agreement starts or ends: one object as long as it lasts. */
export function periodOf(registry: Registry, now: number): Period {
  const last = periods.get(registry);
  if (last && last.from <= now && now < last.to) return last;
  const period = periodAround(registry, now);
  periods.set(registry, period);
  return period;
}

export function periodAround({ agreements }: Pick<Registry, 'agreements'>, now: number): Period {
  const turns = agreements.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]).map(Date.parse);
  return {
    from: Math.max(-Infinity, ...turns.filter((turn) => turn <= now)),
    to: Math.min(Infinity, ...turns.filter((turn) => turn > now)),
  };
}
