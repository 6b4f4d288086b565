import type { Finding } from './judge.ts';
import type { LockMode } from './LeakCase.ts';
import type { Found } from './LeakWorker.ts';

/** A failing case as a person can follow it; the file in the corpus holds all of it. */
export function printFound({ leakCase, finding, kept }: Found): string {
  const { lock, reader, operation, down, alliance } = leakCase;
  const all = Object.values(alliance.records).flat();
  const named =
    all.length <= 12 ? all : all.filter(({ id }) => JSON.stringify([finding, operation.variables]).includes(id));
  return [
    ...headline(finding, lock),
    `  reader: ${JSON.stringify(reader)}`,
    `  down:   ${down.join(', ') || 'nobody'}`,
    `  query:  ${operation.query.replaceAll('\n', '\n          ')}`,
    `  with:   ${JSON.stringify(operation.variables)}`,
    ...named.map((record) => `  record: ${JSON.stringify(record)}`),
    ...(kept === undefined ? [] : [`  kept:   test/leak/corpus/${kept}, which is asked first from now on`]),
  ].join('\n');
}

const headline = (finding: Finding, lock: LockMode): string[] =>
  'escaped' in finding
    ? [`ESCAPED to ${finding.to}: ${finding.escaped} (lock ${lock})`, `  in:     ${finding.text}`]
    : [
        `DIFFERENCE at ${finding.at} (pruned at the ${finding.prunedAt} sign-in, lock ${lock})`,
        `  full:   ${JSON.stringify(finding.full)}`,
        `  pruned: ${JSON.stringify(finding.pruned)}`,
      ];
