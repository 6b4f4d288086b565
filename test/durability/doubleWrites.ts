import type { Evidence, Problem } from './Evidence.ts';

/** One `clientReference` is one incident, and nothing that was sent once is there twice. */
export function* doubleWrites({ ledger, stored }: Evidence): Iterable<Problem> {
  for (const { reference, answers } of ledger.reports) {
    const ids = [...new Set(answers.map(({ id }) => id))];
    if (ids.length > 1) yield { kind: 'duplicate', what: `${reference} was answered with ${ids.join(' and ')}` };
  }
  for (const { records } of stored.values()) {
    const named = [...records].flatMap(([id, { type, body }]) => {
      const name = type === 'Incident' ? body['name'] : type === 'Acknowledgement' ? body['note'] : undefined;
      return typeof name === 'string' ? [{ name, id }] : [];
    });
    for (const [name, rows] of Map.groupBy(named, (one) => one.name)) {
      if (rows.length > 1) {
        yield { kind: 'duplicate', what: `${name} stands for ${rows.map(({ id }) => id).join(' and ')}` };
      }
    }
  }
}
