import type { Domain } from '../../schema/label/domain.ts';
import { unlabelled, type Label, type Restriction } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { Registry } from '../config/Registry.ts';
import { periodOf, type Period } from './ceilingsOf.ts';
import { directoryTowards } from './directoryTowards.ts';

interface Resolved {
  readonly period: Period;
  readonly restriction: Restriction;
}

const known = new WeakMap<Registry, WeakMap<Label, Map<string, Resolved>>>();

/**
 * What a label on a record of this owner asks of a reader at this moment, by the registry. It knows no reader and no
 * record: a label is resolved once for all of them, until its succession or the next turn of an agreement. Equal labels
 * that are one object give one object.
 */
export function restrictionOf(
  label: Label | typeof unlabelled,
  owner: string,
  domain: Domain,
  registry: Registry,
  now: number,
): Restriction {
  const afresh = (): Restriction => resolve(label, owner, directoryTowards(owner, registry), domain, now);
  if (label === unlabelled) return afresh();
  const current = labelAt(label, now);
  const period = periodOf(registry, now);
  const labels = known.getOrInsertComputed(registry, () => new WeakMap<Label, Map<string, Resolved>>());
  const places = labels.getOrInsertComputed(current, () => new Map<string, Resolved>());
  const place = `${owner} ${domain}`;
  const resolved = places.get(place);
  if (resolved?.period === period) return resolved.restriction;
  const restriction = afresh();
  places.set(place, { period, restriction });
  return restriction;
}
