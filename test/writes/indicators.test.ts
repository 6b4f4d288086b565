import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
const hash = '9f2c6ad1b0e84b7f5f1d3c8a7e6b5d4c3b2a190817263544536271809fa8b7c6';

describe('indicators are recorded, and where they were seen', () => {
  let alliance: TestAlliance;
  const analyst = (nation: string, more = {}) =>
    new Writer(alliance, { nation, level: 'NS', roles: ['ANALYST'], subject: `${nation}-analyst`, ...more });

  beforeAll(async () => {
    alliance = await startTestAlliance();
  });
  afterAll(() => alliance.stop());

  const reported = async (nation: string, label: object = released): Promise<string> => {
    const input = { name: `Wiper in ${nation}`, severity: 'S4_SEVERE', label };
    const { incident } = await analyst(nation).write('reportIncident', input, 'incident { id }');
    return (incident as { id: string }).id;
  };
  const recorded = async (nation: string, incident: string, changes: object = {}): Promise<string> => {
    const input = { incident, type: 'FILE_SHA256', pattern: hash, confidence: 90, ...changes };
    const { indicator, problems } = await analyst(nation).write('recordIndicator', input, 'indicator { id }');
    expect(problems).toEqual([]);
    return (indicator as { id: string }).id;
  };
  const shown = '{ type pattern confidence label { banner } fieldMarkings { field banner } }';

  it('an indicator is labelled like its incident, and its pattern as strictly as the writer says', async () => {
    const incident = await reported('EST');
    const portions = [{ field: 'pattern', label: { level: 'NS', releasableTo: ['EST', 'LVA'] } }];
    const id = await recorded('EST', incident, { portions, pattern: hash.toUpperCase() });
    expect(await analyst('LVA').read(`indicator(id: "${id}") ${shown}`)).toEqual({
      type: 'FILE_SHA256',
      pattern: hash,
      confidence: 90,
      label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
      fieldMarkings: [{ field: 'pattern', banner: 'NATO SECRET REL TO EST, LVA' }],
    });
    expect(await analyst('POL').read(`indicator(id: "${id}") { pattern }`)).toEqual({ pattern: null });
    expect(await analyst('POL').read(`incident(id: "${incident}") { indicators { edges { node { id } } } }`)).toEqual({
      indicators: { edges: [{ node: { id } }] },
    });
  });

  it('one sent twice under one reference is one indicator, and one sighting', async () => {
    const incident = await reported('EST');
    const first = await recorded('EST', incident, { clientReference: 'hash 7' });
    expect(await recorded('EST', incident, { clientReference: 'hash 7', type: 'YARA' })).toBe(first);
    const seen = { indicator: first, incident, label: released, clientReference: 'seen 7' };
    const [one, two] = [
      await analyst('EST').write('recordSighting', seen, 'sighting { id }'),
      await analyst('EST').write('recordSighting', seen, 'sighting { id }'),
    ];
    expect(two).toEqual(one);
  });

  it('one ticket may be the reference of an incident and of what is recorded with it', async () => {
    const input = {
      name: 'Wiper at a substation',
      severity: 'S4_SEVERE',
      label: released,
      clientReference: 'ticket 9',
    };
    const report = async () => (await analyst('EST').write('reportIncident', input, 'incident { id }'))['incident'];
    const first = (await report()) as { id: string };
    const indicator = await recorded('EST', first.id, { clientReference: 'ticket 9' });
    expect(await report()).toEqual(first);
    expect(await recorded('EST', first.id, { clientReference: 'ticket 9' })).toBe(indicator);
  });

  it('wrong input is named where it stands', async () => {
    const incident = await reported('EST');
    const problemsOf = async (mutation: string, input: object) =>
      (await analyst('EST').write(mutation, input)).problems;
    const indicator = { incident, type: 'FILE_SHA256', pattern: hash };
    expect(await problemsOf('recordIndicator', { ...indicator, type: 'FILE_MD5' })).toEqual([
      { code: 'INVALID', message: 'FILE_MD5 has 32 hexadecimal digits', path: ['input', 'pattern'] },
    ]);
    expect(await problemsOf('recordIndicator', { ...indicator, confidence: 101 })).toMatchObject([
      { code: 'INVALID', path: ['input', 'confidence'] },
    ]);
    const [validFrom, validUntil] = ['2026-02-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
    expect(await problemsOf('recordIndicator', { ...indicator, validFrom, validUntil })).toMatchObject([
      { code: 'INVALID', path: ['input', 'validUntil'] },
    ]);
    const seen = { incident, indicator: await recorded('EST', incident), label: released };
    expect(await problemsOf('recordSighting', { ...seen, lastSeen: '2027-01-01T00:00:00.000Z' })).toMatchObject([
      { code: 'INVALID', path: ['input', 'lastSeen'] },
    ]);
    const [firstSeen, lastSeen] = [validFrom, validUntil];
    expect(await problemsOf('recordSighting', { ...seen, firstSeen, lastSeen })).toMatchObject([
      { code: 'INVALID', path: ['input', 'firstSeen'] },
    ]);
    expect(await problemsOf('recordSighting', { ...seen, count: 0 })).toMatchObject([
      { code: 'INVALID', path: ['input', 'count'] },
    ]);
  });

  it('an indicator is not labelled less strictly than its incident', async () => {
    const incident = await reported('EST', { level: 'NS', releasableTo: ['LVA'] });
    const input = { incident, type: 'FILE_SHA256', pattern: hash, label: released };
    expect((await analyst('EST').write('recordIndicator', input)).problems).toMatchObject([
      { code: 'LABEL_NOT_ALLOWED', path: ['input', 'label'] },
    ]);
  });

  it('a sighting of another nation’s indicator is labelled as strictly as both, and names whose information it is', async () => {
    const indicator = await recorded('EST', await reported('EST'));
    const incident = await reported('LVA', { level: 'NC', releasableTo: ['EST'] });
    const input = { indicator, incident, count: 3, label: released };
    const { sighting, problems } = await analyst('LVA').write(
      'recordSighting',
      input,
      'sighting { count nation { code } label { level releasableTo originators } }',
    );
    expect(problems).toEqual([]);
    expect(sighting).toEqual({
      count: 3,
      nation: { code: 'LVA' },
      label: { level: 'NC', releasableTo: ['EST', 'LVA'], originators: ['EST', 'LVA'] },
    });
    const sightings = `indicator(id: "${indicator}") { sightings { edges { node { incident { name } } } } }`;
    expect(await analyst('EST').read(sightings)).toEqual({
      sightings: { edges: [{ node: { incident: { name: 'Wiper in LVA' } } }] },
    });
    expect(await analyst('POL').read(sightings)).toEqual({ sightings: { edges: [] } });
  });

  it('nobody records anything with the incident of another nation, and one that is hidden was never there', async () => {
    const [open, shut] = [await reported('EST'), await reported('EST', { level: 'NS', releasableTo: [] })];
    const indicator = await recorded('LVA', await reported('LVA'));
    for (const [mutation, more] of [
      ['recordIndicator', { type: 'FILE_SHA256', pattern: hash }],
      ['recordSighting', { indicator, label: released }],
    ] as const) {
      const write = (incident: string) => analyst('LVA').write(mutation, { incident, ...more });
      expect((await write(open)).problems).toMatchObject([{ code: 'NOT_ALLOWED', path: ['input', 'incident'] }]);
      const [hidden, absent] = [await write(shut), await write(`EST:i:${'0'.repeat(26)}`)];
      expect(hidden).toEqual(absent);
      expect(hidden.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'incident'] }]);
    }
    const own = await reported('POL');
    const hidden = await recorded('EST', await reported('EST', { level: 'NS', releasableTo: ['LVA'] }));
    const seen = { incident: own, indicator: hidden, label: released };
    expect((await analyst('POL').write('recordSighting', seen)).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'indicator'] },
    ]);
  });

  it('somebody without the role records nothing', async () => {
    const staff = analyst('EST', { roles: ['POLICY_STAFF'] });
    for (const [mutation, input] of [
      ['recordIndicator', { incident: 'EST:i:1', type: 'IPV4', pattern: '203.0.113.7' }],
      ['recordSighting', { incident: 'EST:i:1', indicator: 'EST:n:1', label: released }],
    ] as const)
      expect(await staff.refused(mutation, input)).toMatchObject([
        { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
      ]);
  });

  it('what two nations have recorded by themselves is found in common', async () => {
    const [estonian, latvian] = [await reported('EST'), await reported('LVA')];
    await recorded('EST', estonian);
    const indicator = await recorded('LVA', latvian, { confidence: 80 });
    const field = `sharedIndicators(incident: "${estonian}", nations: ["LVA"]) { edges { node { value confidence incident { name } } } }`;
    const before = (await analyst('EST').read(field)) as { edges: unknown[] };
    await analyst('LVA').write('recordSighting', { indicator, incident: latvian, label: released });
    const { edges } = (await analyst('EST').read(field)) as { edges: unknown[] };
    expect(edges.length).toBe(before.edges.length + 1);
    expect(edges[0]).toEqual({ node: { value: hash, confidence: 68, incident: { name: 'Wiper in LVA' } } });
  });
});
