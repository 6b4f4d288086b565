import { entriesByIncident } from './entriesByIncident.ts';
import { lost, type Evidence, type Problem } from './Evidence.ts';
import type { SentReport, SentUpdate } from './Ledger.ts';
import type { Stored } from './readStored.ts';

/** Each acknowledged write is in its nation's store, with what it said. */
export function* lostWrites({ ledger, stored }: Evidence): Iterable<Problem> {
  for (const [nation, store] of stored) {
    yield* lostReports(sentBy(ledger.reports, nation), store);
    const described = new Map(
      sentBy(ledger.reports, nation).flatMap(({ answers, description }) =>
        answers.map(({ id }) => [id, description] as const),
      ),
    );
    yield* lostUpdates(sentBy(ledger.updates, nation), store, described);
    for (const { incident, note, answer } of sentBy(ledger.acknowledgements, nation)) {
      const body = answer && store.records.get(answer.id)?.body;
      if (answer && (body?.['note'] !== note || body['incident'] !== incident)) {
        yield lost(`acknowledgement ${answer.id} (${note})`);
      }
    }
  }
}

const sentBy = <T extends { readonly nation: string }>(sent: readonly T[], nation: string): readonly T[] =>
  sent.filter((one) => one.nation === nation);

function* lostReports(reports: readonly SentReport[], { records, references }: Stored): Iterable<Problem> {
  const referred = new Set(references.map(({ reference, id }) => `${reference} ${id}`));
  for (const { reference, answers } of reports) {
    for (const { id } of answers) {
      if (records.get(id)?.body['name'] !== reference) yield lost(`report ${reference} (${id})`);
      else if (!referred.has(`${reference} ${id}`)) yield lost(`clientReference ${reference} of ${id}`);
    }
  }
}

/** The last acknowledged value stands, or one that was sent later and of which nobody knows. */
function* lostUpdates(
  sent: readonly SentUpdate[],
  store: Stored,
  described: ReadonlyMap<string, string>,
): Iterable<Problem> {
  const entries = entriesByIncident(store);
  for (const [incident, updates] of Map.groupBy(sent, (one) => one.incident)) {
    const last = updates.findLastIndex(({ answer }) => answer !== null);
    const acknowledged = last === -1 ? described.get(incident) : updates[last]?.description;
    const possible = [acknowledged, ...updates.slice(last + 1).map(({ description }) => description)];
    const description = store.records.get(incident)?.body['description'];
    if (!possible.some((one) => one === description)) yield lost(`the last update of ${incident}`);
    const entered = (entries.get(incident) ?? []).filter(({ kind }) => kind === 'NOTE').length;
    const least = updates.filter(({ answer }) => answer !== null).length;
    if (entered < least) yield lost(`${least - entered} of the entries for ${least} updates of ${incident}`);
    if (entered > updates.length) {
      yield { kind: 'duplicate', what: `${incident} has ${entered} entries for ${updates.length} updates` };
    }
  }
}
