import type { AccessOutcome, LoggedAccess } from '../../gateway/audit/AccessEntry.ts';
import { ownerOf, type StoredRecord } from '../support/oracle/prune.ts';
import type { Dice } from './Dice.ts';

const outcomes: readonly AccessOutcome[] = ['PERMIT', 'REDACT', 'DENY', 'STEP_UP'];

/** What the log of a gateway holds of answers before: some at one moment, each with records of one or more nations. */
export function randomAccesses(
  dice: Dice,
  records: Readonly<Record<string, readonly StoredRecord[]>>,
): readonly LoggedAccess[] {
  const all = Object.values(records).flat();
  const accesses = dice.times(6 + dice.below(6), (number): LoggedAccess => {
    const read = dice.times(1 + dice.below(5), () => dice.pick(all));
    const byOwner = [...Map.groupBy(new Set(read), ownerOf)].map(([owner, own]) => {
      const byLabel = [...Map.groupBy(own, ({ label }) => label)];
      return [
        owner,
        {
          pseudonym: `pseudonym${dice.below(3)}`,
          records: Object.fromEntries(byLabel.map(([label, some]) => [label, some.map(({ id }) => id)])),
        },
      ] as const;
    });
    return {
      at: 1_780_000_000_000 + dice.below(4),
      requestId: `request-${number}`,
      readerNation: dice.pick(['EST', 'LVA', 'POL', 'USA']),
      operationHash: String(dice.below(3)).repeat(64),
      outcome: dice.pick(outcomes),
      policyVersion: 'digest',
      owners: Object.fromEntries(byOwner),
    };
  });
  return accesses.toSorted((a, b) => b.at - a.at);
}
