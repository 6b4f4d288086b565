import { lost, type Evidence, type Problem } from './Evidence.ts';
import { pageOfAcknowledgements } from './readShown.ts';

/** The graph shows what the stores hold, to somebody who may read it all. */
export function* shownOtherwise({ stored, shown }: Evidence): Iterable<Problem> {
  const records = new Map([...stored.values()].flatMap((store) => [...store.records]));
  const acknowledged = Map.groupBy(
    [...records.values()].filter(({ type }) => type === 'Acknowledgement'),
    ({ body }) => body['incident'],
  );
  for (const [id, { type, body }] of records) {
    if (type !== 'Incident') continue;
    const seen = shown.get(id);
    const notes = Math.min(pageOfAcknowledgements, acknowledged.get(id)?.length ?? 0);
    if (!seen) yield lost(`${id}, which the graph does not show`);
    else if (seen.name !== body['name'] || seen.description !== body['description']) {
      yield lost(`${id}, which the graph shows with other values`);
    } else if (seen.acknowledgements.edges.length !== notes) {
      yield lost(
        `${id}, of which the graph shows ${seen.acknowledgements.edges.length} acknowledgements, not ${notes}`,
      );
    } else if (!seen.timeline.edges.some(({ node }) => node.kind === 'REPORTED')) {
      yield lost(`${id}, whose report is not in the timeline that the graph shows`);
    }
  }
  for (const id of shown.keys()) {
    if (!records.has(id)) yield { kind: 'odd', what: `the graph shows ${id}, which is in no store` };
  }
}
