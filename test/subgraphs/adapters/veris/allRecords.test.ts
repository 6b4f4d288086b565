import { describe, expect, it } from 'vitest';
import { verisToIncident } from '../../../../subgraphs/adapters/veris/verisToIncident.ts';
import type { IncidentRecord } from '../../../../subgraphs/incidents/records.ts';
import { skipReason, verisFiles, verisOriginals } from './originals.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');

function convert(text: string) {
  const converted = verisToIncident(JSON.parse(text), {
    id: 'EST:i:x',
    label: 'UNLABELLED',
    now,
    text,
    techniques: [],
  });
  if ('rejected' in converted) throw new Error(converted.rejected);
  return { ...converted, record: converted.record as IncidentRecord };
}

describe.skipIf(skipReason !== null)(
  `the VERIS records of every nation${skipReason === null ? '' : ` (${skipReason})`}`,
  () => {
    const originals = skipReason === null ? verisFiles().flatMap(verisOriginals) : [];
    const converted = originals.map(({ file, line, text }) => ({ file, line, text, ...convert(text) }));
    const at = (file: string, line: number) => {
      const found = converted.find((each) => each.file === file && each.line === line);
      if (!found) throw new Error(`no ${file}:${line}`);
      return found;
    };

    it('all 2,431 become incidents, each with its original byte for byte', () => {
      expect(originals).toHaveLength(2431);
      expect(converted.every(({ record, text }) => record.source?.record === text)).toBe(true);
    });

    it('no two share a key, though two share an `incident_id`', () => {
      expect(new Set(originals.map(({ value }) => value['incident_id'])).size).toBe(2430);
      expect(new Set(converted.map(({ key }) => key)).size).toBe(2431);
    });

    it('29 February 2018 is kept as February 2018, with a note', () => {
      expect(at('US.jsonl', 1498)).toMatchObject({
        record: { occurredAt: '2018-02' },
        notes: ['there is no day 2018-02-29: the month is kept'],
      });
    });

    it('a day without a month is kept as the year, with a note', () => {
      const { record, notes } = at('US.jsonl', 578);
      expect(record.occurredAt).toBe('2017');
      expect(notes).toContain('day 15 of 2017 comes without a month: the year is kept');
    });

    it('a time of day in words stays in the source, with a note', () => {
      const { record, notes } = at('GB.jsonl', 439);
      expect(record.occurredAt).toBe('2017-10-05');
      expect(notes).toContain('time of day `06:45 PM` is kept in the source only');
    });

    it('no whole date is made up: 794 keep a year alone and 664 a month', () => {
      const lengths = converted.map(({ record }) => record.occurredAt?.length);
      expect(lengths.filter((length) => length === 4)).toHaveLength(795);
      expect(lengths.filter((length) => length === 7)).toHaveLength(664);
      expect(lengths.filter((length) => length === 10)).toHaveLength(972);
    });

    it('a notification in month 123 is no date', () => {
      const { record, notes } = at('GB.jsonl', 79);
      expect(record.reportedAt).toBeNull();
      expect(notes).toContain('`plus.timeline.notification.month` 123 is no month: kept in the source only');
    });

    it('severity comes from a rating that says something, and from nothing else', () => {
      const ratings = Map.groupBy(converted, ({ record }) => record.severity ?? 'none');
      const counts = Object.fromEntries([...ratings].map(([severity, each]) => [severity, each.length]));
      expect(counts).toEqual({
        none: 2315,
        S0_NEGLIGIBLE: 57,
        S1_LOW: 29,
        S2_MEDIUM: 12,
        S3_HIGH: 17,
        S5_EMERGENCY: 1,
      });
      expect(converted.every(({ record }) => record.status === null)).toBe(true);
    });

    it('`Unknown` and absent are both no severity, and still told apart', () => {
      const values = new Set(converted.map(({ record }) => record.nationalSeverity?.value ?? null));
      expect(values).toContain('Unknown');
      expect(values).toContain(null);
    });

    it('an amount without a currency keeps none', () => {
      const monetary = converted.flatMap(({ record }) => record.impacts ?? []).filter(({ amount }) => amount !== null);
      expect(monetary.length).toBeGreaterThan(150);
      expect(new Set(monetary.map(({ currency }) => currency))).toEqual(
        new Set(['USD', 'GBP', 'EUR', 'CAD', 'CZK', null]),
      );
    });

    it('an amount of 10^12 fits', () => {
      const amounts = converted.flatMap(({ record }) => record.impacts ?? []).map(({ amount }) => amount ?? 0);
      expect(Math.max(...amounts)).toBe(1e12);
    });

    it('several CVE ids in one text are taken one by one, a nickname is not', () => {
      const cves = converted.flatMap(({ record }) => record.vulnerabilities ?? []).map(({ cve }) => cve);
      expect(cves).toContain('CVE-2010-3333');
      expect(cves.every((cve) => /^CVE-\d{4}-\d{4,}$/.test(cve))).toBe(true);
      const notes = converted.flatMap(({ notes }) => notes);
      expect(notes).toContain('`action.hacking.cve` says `Heartbleed`, which is no CVE id: kept in the source only');
    });

    it('a schema version written `1_3_4` is the same version', () => {
      expect(new Set(converted.map(({ record }) => record.source?.format))).toEqual(new Set(['veris-1.3.4']));
    });

    it('nobody is named as actor but by VERIS itself', () => {
      const attributed = converted.filter(({ record }) => record.attribution !== null);
      expect(attributed).toHaveLength(71);
      expect(attributed.every(({ record }) => record.attribution?.confidence === null)).toBe(true);
    });

    it('no word of a reference is lost', () => {
      const words = (text: string): string => text.replaceAll(/[\s;,|()]+/g, '');
      for (const [index, { value }] of originals.entries()) {
        const references = converted[index]?.record.externalReferences ?? [];
        const kept = references.filter(({ externalId }) => externalId === null);
        const text = kept.map(({ url, description }) => `${url ?? ''} ${description ?? ''}`).join(' ');
        expect(words(text)).toBe(words((value['reference'] as string | undefined) ?? ''));
      }
    });

    it('most records change at the same times as others', () => {
      expect(new Set(converted.map(({ record }) => record.updatedAt)).size).toBe(1700);
    });
  },
);
