import type { Found } from './LeakWorker.ts';

/** A failing case as a person can follow it; the file in the corpus holds all of it. */
export function printFound({ leakCase, difference }: Found): string {
  const { lock, reader, operation, down, alliance } = leakCase;
  const all = Object.values(alliance.records).flat();
  const named =
    all.length <= 12 ? all : all.filter(({ id }) => JSON.stringify([difference, operation.variables]).includes(id));
  return [
    `DIFFERENCE at ${difference.at} (pruned at the ${difference.prunedAt} sign-in, lock ${lock})`,
    `  full:   ${JSON.stringify(difference.full)}`,
    `  pruned: ${JSON.stringify(difference.pruned)}`,
    `  reader: ${JSON.stringify(reader)}`,
    `  down:   ${down.join(', ') || 'nobody'}`,
    `  query:  ${operation.query.replaceAll('\n', '\n          ')}`,
    `  with:   ${JSON.stringify(operation.variables)}`,
    ...named.map((record) => `  record: ${JSON.stringify(record)}`),
  ].join('\n');
}
