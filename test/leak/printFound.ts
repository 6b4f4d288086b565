import type { Finding } from './judge.ts';
import type { LockMode } from './LeakCase.ts';
import type { Found } from './LeakWorker.ts';

/** A failing case as a person can follow it; the file in the corpus holds all of it. */
export function printFound({ leakCase, finding, kept }: Found): string {
  const { lock, reader, operation, down, alliance, earlier = [] } = leakCase;
  const all = Object.values(alliance.records).flat();
  const named =
    all.length <= 12
      ? all
      : all.filter(({ id }) => JSON.stringify([finding, operation.variables, earlier]).includes(id));
  return [
    ...headline(finding, lock),
    `  reader: ${JSON.stringify(reader)}`,
    `  down:   ${down.join(', ') || 'nobody'}`,
    ...earlier.map(
      ({ by, operation: { query, variables } }) =>
        `  before: ${by.sub} of ${by.nation}: ${query.replaceAll('\n', '\n          ')}\n          with ${JSON.stringify(variables)}`,
    ),
    `  query:  ${operation.query.replaceAll('\n', '\n          ')}`,
    `  with:   ${JSON.stringify(operation.variables)}`,
    ...named.map((record) => `  record: ${JSON.stringify(record)}`),
    ...(kept === undefined ? [] : [`  kept:   test/leak/corpus/${kept}, which is asked first from now on`]),
  ].join('\n');
}

function headline(finding: Finding, lock: LockMode): string[] {
  if ('escaped' in finding) {
    return [`ESCAPED to ${finding.to}: ${finding.escaped} (lock ${lock})`, `  in:     ${finding.text}`];
  }
  if ('breach' in finding) {
    const { breach, record, who = 'nobody', before, after } = finding;
    return [
      `BREACH: ${breach}: ${record} (lock ${lock})`,
      `  who:    ${who}`,
      `  was:    ${JSON.stringify(before)}`,
      `  is:     ${JSON.stringify(after)}`,
    ];
  }
  return [
    `DIFFERENCE at ${finding.at} (pruned at the ${finding.prunedAt} sign-in, lock ${lock})`,
    `  full:   ${JSON.stringify(finding.full)}`,
    `  pruned: ${JSON.stringify(finding.pruned)}`,
  ];
}
