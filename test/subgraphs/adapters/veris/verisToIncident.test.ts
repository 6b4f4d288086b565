import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naicsSector } from '../../../../subgraphs/adapters/veris/naicsSector.ts';
import { splitReference } from '../../../../subgraphs/adapters/veris/verisReferences.ts';
import { parseAttackMapping, verisTechniques } from '../../../../subgraphs/adapters/veris/verisTechniques.ts';
import { verisToIncident } from '../../../../subgraphs/adapters/veris/verisToIncident.ts';
import type { IncidentRecord } from '../../../../subgraphs/incidents/records.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const context = { id: 'EST:i:x', label: 'UNLABELLED', now, text: '{}', techniques: [] };
const least = { incident_id: 'A-1', action: { hacking: {} }, victim: { country: ['EE'] } };

function incident(more: object): IncidentRecord & { readonly notes: readonly string[] } {
  const converted = verisToIncident({ ...least, ...more }, context);
  if ('rejected' in converted) throw new Error(converted.rejected);
  return { ...(converted.record as IncidentRecord), notes: converted.notes };
}

describe('a VERIS record', () => {
  it('that says next to nothing becomes an incident that says next to nothing', () => {
    expect(incident({})).toMatchObject({
      name: 'Unnamed victim: hacking',
      description: null,
      status: null,
      severity: null,
      occurredAt: null,
      reportedAt: null,
      sectors: [],
      impacts: null,
      attribution: null,
      affectedNations: ['EST'],
      updatedAt: '2026-11-22T12:00:00.000Z',
      notes: [],
    });
  });

  it('bears a name of victim and action, and never words of the summary', () => {
    const { name } = incident({
      summary: 'A secret summary.',
      victim: { victim_id: ' Harbour  Office ' },
      action: { malware: { variety: ['Ransomware', 'Unknown'] }, social: { variety: ['Phishing'] } },
    });
    expect(name).toBe('Harbour Office: malware (Ransomware), social (Phishing)');
  });

  it.each([
    [null, 'neither `plus.master_id` nor `incident_id` says which incident this is'],
    ['text', 'neither `plus.master_id` nor `incident_id` says which incident this is'],
    [{ incident_id: ' ' }, 'neither `plus.master_id` nor `incident_id` says which incident this is'],
    [{ incident_id: 'A' }, 'not a VERIS incident: `action` or `victim` is missing'],
    [{ incident_id: 'A', action: {}, victim: {} }, 'not a VERIS incident: `action` or `victim` is missing'],
  ])('%j is rejected', (record, reason) => {
    expect(verisToIncident(record, context)).toEqual({ rejected: reason });
  });

  it('with a value of the wrong type keeps it in the source and says so', () => {
    const { notes, description, detection } = incident({
      summary: 7,
      discovery_method: { internal: { variety: 'Nids' } },
    });
    expect([description, detection]).toEqual([null, null]);
    expect(notes).toEqual([
      '`summary` is not text: kept in the source only',
      '`discovery_method.internal.variety` is not a list: kept in the source only',
    ]);
  });

  it('found in two ways takes the first and notes the other', () => {
    const method = { external: { variety: ['Law enforcement'] }, internal: { variety: ['Nids'] }, unknown: false };
    expect(incident({ discovery_method: method })).toMatchObject({
      detection: 'PARTNER_NOTIFICATION',
      notes: ['found in several ways: IDS is kept in the source only'],
    });
  });

  it.each(['a\0b', 'half \uD800'])('with text %j, which no store can hold, keeps it in the source', (summary) => {
    expect(incident({ summary })).toMatchObject({
      description: null,
      notes: ['`summary` is not text: kept in the source only'],
    });
  });

  it('with terms that no table lists says so', () => {
    const { notes } = incident({
      security_incident: 'Perhaps',
      discovery_method: { internal: { variety: ['Dream', 'Unknown'] } },
    });
    expect(notes).toEqual([
      '`security_incident` says `Perhaps`, which is not known here: kept in the source only',
      'discovery method `internal.Dream` is not known here: kept in the source only',
    ]);
  });

  it('does not take a loss twice when an overall amount is stated', () => {
    const impact = {
      iso_currency_code: 'EUR',
      overall_amount: 500,
      loss: [{ variety: 'Response and recovery', amount: 500 }],
    };
    expect(incident({ impact }).impacts).toEqual([
      {
        kind: 'MONETARY',
        criticality: null,
        description: 'Response and recovery; amount: 500',
        recoverability: null,
        recordsAffected: null,
        amount: 500,
        currency: 'EUR',
      },
    ]);
  });

  it('that was changed in the future has the time of import instead', () => {
    const { updatedAt, notes } = incident({
      plus: { modified: '2999-01-01T00:00:00Z', created: '2014-05-10T00:58:19.120Z' },
    });
    expect(updatedAt).toBe('2014-05-10T00:58:19.120Z');
    expect(notes).toEqual(['`plus.modified` is no past instant: kept in the source only']);
  });

  it('whatever it holds is converted or rejected, never thrown at', () => {
    const anything = fc.anything({
      maxDepth: 4,
      key: fc.constantFrom('plus', 'action', 'victim', 'hacking', 'variety', '__proto__', 'impact', 'loss'),
    });
    fc.assert(
      fc.property(anything, anything, anything, (action, impact, timeline) => {
        const record = { incident_id: 'A', victim: { a: 1 }, action, impact, timeline: { incident: timeline } };
        expect(Object.keys(verisToIncident(record, context))).toSatisfy(
          (keys: string[]) => keys.includes('rejected') || keys.includes('record'),
        );
      }),
    );
  });
});

describe('a sector', () => {
  it.each([
    ['221122', 'ENERGY'],
    ['22131', 'DRINKING_WATER'],
    ['325412', 'HEALTH'],
    ['62', 'HEALTH'],
    ['624110', 'OTHER'],
    ['928110', 'DEFENCE'],
    ['48-49', 'TRANSPORT'],
    ['813940', 'OTHER'],
    ['000', null],
  ])('of NAICS %s is %s', (code, sector) => {
    expect(naicsSector(code)).toBe(sector);
  });
});

describe('a reference', () => {
  it.each([
    ['http://a.example/x ; https://b.example/y,z', ['http://a.example/x', 'https://b.example/y,z']],
    ['https://web.example/2013/http://a.example/', ['https://web.example/2013/http://a.example/']],
    [' local paper ', [null]],
    ['', []],
  ])('%j holds %j', (text, urls) => {
    expect(splitReference(text).map(({ url }) => url)).toEqual(urls);
  });

  it('keeps what stands beside a URL', () => {
    expect(splitReference('http://a.example/x (seen 20130719); paper')).toEqual([
      { sourceName: 'a.example', externalId: null, url: 'http://a.example/x', description: 'seen 20130719); paper' },
    ]);
  });
});

describe('techniques', () => {
  const csv = [
    ',capability_id,attack_object_id,attack_object_name',
    '0,action.hacking.variety.Brute force,T1110,"Brute Force, all of it"',
    '1,action.hacking.variety.Other,T1001,Data Obfuscation',
    '2,action.hacking.variety.Brute force,TA0001,Initial Access',
  ].join('\r\n');

  it('come from a mapping that the operator names, `Other` left out', () => {
    const mapping = parseAttackMapping(csv);
    if ('problem' in mapping) throw new Error(mapping.problem);
    const record = { action: { hacking: { variety: ['Other', 'Brute force'] } } };
    expect(verisTechniques(record, mapping)).toEqual([{ id: 'T1110', name: 'Brute Force, all of it', tactics: [] }]);
  });

  it('a file that is no mapping is refused', () => {
    expect(parseAttackMapping('a,b\n1,2\n')).toEqual({
      problem: 'the heading lacks `capability_id`, `attack_object_id` or `attack_object_name`',
    });
  });
});
