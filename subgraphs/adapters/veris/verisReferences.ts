import type { ExternalReference } from '../../incidents/records.ts';
import type { VerisReader } from './VerisReader.ts';

/** Ids by which VCDB and others know the incident, then what its free-text `reference` holds. */
export function externalReferences(veris: VerisReader): ExternalReference[] {
  const keptBy = veris.text('source_id') ?? 'veris';
  const masterId = veris.text('plus.master_id');
  const incidentId = veris.text('incident_id');
  const ids: [sourceName: string, externalId: string | null][] = [
    [keptBy, incidentId],
    [`${keptBy} master id`, masterId === incidentId ? null : masterId],
    [`${keptBy} campaign`, veris.text('campaign_id')],
    [`${keptBy} GitHub issue`, veris.text('plus.github')],
  ];
  return [
    ...ids.flatMap(([sourceName, externalId]) =>
      externalId === null ? [] : [{ sourceName, externalId, url: null, description: null }],
    ),
    ...splitReference(veris.text('reference') ?? ''),
  ];
}

/** `reference` is free text, mostly URLs between semicolons, spaces or line breaks; what is no URL stays as a description. */
export function splitReference(text: string): ExternalReference[] {
  return text.split(/(?<=^|[\s;,|(])(?=https?:\/\/)/i).flatMap((piece): ExternalReference[] => {
    const space = piece.search(/\s/);
    const [head, rest] = space === -1 ? [piece, ''] : [piece.slice(0, space), piece.slice(space)];
    const url = withoutSeparators(head);
    if (/^https?:\/\//i.test(url) && URL.canParse(url)) {
      return [
        { sourceName: new URL(url).hostname, externalId: null, url, description: withoutSeparators(rest) || null },
      ];
    }
    const description = withoutSeparators(piece);
    return description === '' ? [] : [{ sourceName: 'reference', externalId: null, url: null, description }];
  });
}

const separators = ' \t\r\n\u00a0;,|()';

function withoutSeparators(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && separators.includes(text.charAt(start))) start += 1;
  while (end > start && separators.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
