import type { Stores, StoredRecord } from '../../support/oracle/prune.ts';
import type { Dice } from '../Dice.ts';
import { isDated } from './frameLabels.ts';
import type { FrameOperation } from './frameOperations.ts';

/** Records by nation, by id. */
export type Held = Map<string, Map<string, StoredRecord>>;

const mostOfAType = 8;

/** Some of each type; without labels that give way to others at a moment of their own. Injects are of the exercise that is listened to. */
export function heldAtFirst(
  dice: Dice,
  records: Readonly<Record<string, readonly StoredRecord[]>>,
  nations: readonly string[],
  { ground, about }: FrameOperation,
): Held {
  const isPlain = ({ label, portions }: StoredRecord): boolean => ![label, ...Object.values(portions)].some(isDated);
  const [exercise, team] = [about['exercise'], about['team']].map((id) => (typeof id === 'string' ? id : null));
  const played = (record: StoredRecord): StoredRecord =>
    record.__typename !== 'Inject' || !exercise || !isOf(record.id, exercise)
      ? record
      : { ...record, exercise, teams: [...(dice.percent(70) ? [team] : []), ...(record['teams'] as string[])] };
  return new Map(
    nations.map((nation) => [
      nation,
      new Map(
        [
          ...[...Map.groupBy(records[nation] ?? [], ({ __typename }) => __typename).values()].flatMap((alike) =>
            alike.filter(isPlain).slice(0, mostOfAType).map(played),
          ),
          ...ground.filter(({ id }) => isOf(id, nation)),
        ].map((record) => [record.id, record]),
      ),
    ]),
  );
}

/** Is it of the nation that this is, or that this is of? */
const isOf = (id: string, nation: string): boolean => id.split(':', 1)[0] === nation.split(':', 1)[0];

export const storesOf = (held: Held): Stores =>
  new Map([...held].map(([nation, records]) => [nation, [...records.values()]]));
