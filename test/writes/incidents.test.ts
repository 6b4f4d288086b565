import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
const report = {
  name: 'Substation HMI wiper',
  severity: 'S4_SEVERE',
  incidentTypes: ['known-malware'],
  sectors: ['ENERGY'],
  techniques: ['T0809'],
  description: 'Workstations of two substations do not boot.',
  attribution: { actor: 'Sandworm', confidence: 60 },
  label: released,
  portions: [{ field: 'attribution', label: { level: 'NS', releasableTo: ['EST', 'LVA'] } }],
};

describe('incidents are reported, changed and passed on', () => {
  let alliance: TestAlliance;
  const coordinator = (nation: string, more = {}) =>
    new Writer(alliance, {
      nation,
      level: 'NS',
      roles: ['INCIDENT_COORDINATOR'],
      subject: `${nation}-coordinator`,
      ...more,
    });
  const analyst = (nation: string) => new Writer(alliance, { nation, level: 'NR', roles: ['ANALYST'], subject: 'ann' });

  beforeAll(async () => {
    alliance = await startTestAlliance();
  });
  afterAll(() => alliance.stop());

  const seen =
    '{ id version name severity status description attribution { actor } label { banner } fieldMarkings { field banner } }';
  const reported = async (changes: object = {}) => {
    const { incident } = await coordinator('EST').write(
      'reportIncident',
      { ...report, ...changes },
      `incident ${seen}`,
    );
    return incident as { id: string; version: string };
  };

  it('a report is there for everybody whom its label lets in, each as far as they may see it', async () => {
    const { id } = await reported();
    const asLatvian = await coordinator('LVA').read(`incident(id: "${id}") ${seen}`);
    const asPole = await coordinator('POL').read(`incident(id: "${id}") ${seen}`);
    expect(asLatvian).toMatchObject({
      name: report.name,
      attribution: { actor: 'Sandworm' },
      label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
      fieldMarkings: [{ field: 'attribution', banner: 'NATO SECRET REL TO EST, LVA' }],
    });
    expect(asPole).toMatchObject({ name: report.name, attribution: null, fieldMarkings: [] });
  });

  it('a report sent twice under one reference is one incident', async () => {
    const first = await reported({ clientReference: 'ticket 7' });
    const again = await reported({ clientReference: 'ticket 7', name: 'Something else' });
    expect(again).toEqual(first);
  });

  it('a label that the writer could not read under is refused', async () => {
    const { problems } = await analyst('EST').write('reportIncident', {
      ...report,
      attribution: undefined,
      portions: [],
      label: { level: 'NS', releasableTo: [] },
    });
    expect(problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED', path: ['input', 'label'] }]);
  });

  it('wrong input is named where it stands', async () => {
    const { problems } = await coordinator('EST').write('reportIncident', { ...report, techniques: ['wiper'] });
    expect(problems).toEqual([
      { code: 'INVALID', message: '`wiper` is no ATT&CK technique, such as T0809', path: ['input', 'techniques'] },
    ]);
  });

  it('the severity in a national scheme is one that the policy equates with the alliance’s', async () => {
    const rated = (value: string) =>
      coordinator('EST').write('reportIncident', { ...report, nationalSeverity: { scheme: 'NCISS', value } });
    expect((await rated('low')).problems).toEqual([
      {
        code: 'INVALID',
        message: 'in NCISS, S4_SEVERE is severe, not low',
        path: ['input', 'nationalSeverity', 'value'],
      },
    ]);
    expect((await rated('severe')).problems).toEqual([]);
  });

  it('somebody without the role does not report', async () => {
    const errors = await new Writer(alliance, { nation: 'EST', roles: ['POLICY_STAFF'] }).refused(
      'reportIncident',
      report,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
  });

  it('an incident changes along its life cycle, and by those who read its latest version', async () => {
    const { id, version } = await reported();
    const step = { id, version, status: 'LESSONS' };
    expect((await coordinator('EST').write('updateIncident', step)).problems).toEqual([
      {
        code: 'CONFLICT',
        message: 'NEW may become DETECT_TRIAGE, RESPOND_CONTAIN, CLOSED, not LESSONS',
        path: ['input', 'status'],
      },
    ]);
    expect((await coordinator('EST').write('updateIncident', { ...step, status: null })).problems).toMatchObject([
      { code: 'CONFLICT', path: ['input', 'status'] },
    ]);
    const contained = await coordinator('EST').write(
      'updateIncident',
      { ...step, status: 'RESPOND_CONTAIN' },
      `incident ${seen}`,
    );
    expect(contained).toMatchObject({ problems: [], incident: { status: 'RESPOND_CONTAIN' } });
    expect((await coordinator('EST').write('updateIncident', { ...step, status: 'CLOSED' })).problems).toMatchObject([
      { code: 'STALE_VERSION', path: ['input', 'version'] },
    ]);
    const timeline = await coordinator('EST').read(
      `incident(id: "${id}") { timeline { edges { node { kind text } } } }`,
    );
    expect(JSON.stringify(timeline)).toContain('CONTAINMENT');
  });

  it('nobody changes the incident of another nation, and one that is hidden was never there', async () => {
    const open = await reported();
    const shut = await reported({ label: { level: 'NS', releasableTo: [] }, portions: [] });
    const change = (to: { id: string; version: string }) =>
      coordinator('LVA').write('updateIncident', { id: to.id, version: to.version, name: 'Mine' });
    expect((await change(open)).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    const hidden = await change(shut);
    const absent = await change({ id: `EST:i:${'0'.repeat(26)}`, version: 'x' });
    expect(hidden).toEqual(absent);
    expect(hidden.problems).toEqual([{ code: 'NOT_FOUND', message: 'there is no such record', path: ['input', 'id'] }]);
  });

  it('what the writer may not see they may write over: it is kept in the timeline, for those who may', async () => {
    const { id } = await reported({
      portions: [{ field: 'description', label: { level: 'NS', releasableTo: ['EST'] } }],
    });
    const before = (await analyst('EST').read(`incident(id: "${id}") { version description }`)) as {
      version: string;
      description: null;
    };
    expect(before.description).toBeNull();
    const after = await analyst('EST').write(
      'updateIncident',
      { id, version: before.version, description: 'Two substations.' },
      `incident { description timeline { edges { node { text } } } }`,
    );
    expect(JSON.stringify(after)).toContain('Two substations.');
    expect(JSON.stringify(after)).not.toContain('do not boot');
    const whole = await coordinator('EST').read(`incident(id: "${id}") { timeline { edges { node { text } } } }`);
    expect(JSON.stringify(whole)).toContain('do not boot');
  });

  it('is raised by rule, never beyond its label', async () => {
    const { id, version } = await reported();
    const raise = (to: string, at = version) =>
      coordinator('EST').write(
        'escalateIncident',
        { id, version: at, to, reason: 'help' },
        'incident { version escalation acknowledgeBy }',
      );
    expect((await raise('ALLIANCE')).problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
    expect((await raise('COUNCIL')).problems).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await raise('MULTINATIONAL')).toMatchObject({
      problems: [],
      incident: { escalation: 'MULTINATIONAL', acknowledgeBy: '2026-06-03T13:00:00.000Z' },
    });
  });

  it('is acknowledged and linked by other nations, in their own graph', async () => {
    const [one, other] = [
      await reported(),
      await reported({ label: { level: 'NC', releasableTo: ['LVA'] }, portions: [] }),
    ];
    const noted = await coordinator('LVA').write(
      'acknowledgeIncident',
      { incident: one.id, note: 'We look at our own.' },
      'acknowledgement { nation { code } incident { id } label { banner } }',
    );
    expect(noted).toMatchObject({
      problems: [],
      acknowledgement: {
        nation: { code: 'LVA' },
        incident: { id: one.id },
        label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
      },
    });
    const linked = await coordinator('LVA').write(
      'linkIncidents',
      { from: one.id, to: other.id, relation: 'SAME_CAMPAIGN', label: released },
      'link { relation label { banner originators } }',
    );
    expect(linked).toMatchObject({
      problems: [],
      link: { label: { banner: 'NATO CONFIDENTIAL REL TO EST, LVA', originators: ['EST', 'LVA'] } },
    });
    const hidden = await coordinator('POL').write('acknowledgeIncident', { incident: other.id });
    const absent = await coordinator('POL').write('acknowledgeIncident', { incident: `EST:i:${'0'.repeat(26)}` });
    expect(hidden).toEqual(absent);
    expect(hidden.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'incident'] }]);
    const weaker = { incident: other.id, label: { level: 'NR', releasableTo: ['LVA'] } };
    expect((await coordinator('LVA').write('acknowledgeIncident', weaker)).problems).toMatchObject([
      {
        code: 'LABEL_NOT_ALLOWED',
        message: 'what it is made from asks for `NATO CONFIDENTIAL REL TO EST, LVA` at least',
      },
    ]);
  });

  it('is narrowed and taken back: then it is gone for everybody else', async () => {
    const { id, version } = await reported();
    const read = () => coordinator('POL').read(`incident(id: "${id}") { name }`);
    expect(await read()).toEqual({ name: report.name });
    const narrowed = await coordinator('EST').write('relabelRecord', {
      id,
      version,
      label: { level: 'NR', releasableTo: ['LVA'] },
    });
    expect(narrowed).toEqual({ problems: [] });
    expect(await read()).toBeNull();
    const latest = (await coordinator('LVA').read(`incident(id: "${id}") { version }`)) as { version: string };
    expect((await coordinator('LVA').write('recallRecord', { id, version: latest.version })).problems).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
    expect(await coordinator('EST').write('recallRecord', { id, version: latest.version })).toEqual({ problems: [] });
    expect(await coordinator('EST').read(`incident(id: "${id}") { name }`)).toBeNull();
  });

  it('two writes of one operation are carried out one after the other', async () => {
    const { body } = await alliance.as({ nation: 'EST', roles: ['INCIDENT_COORDINATOR'] }).ask(
      `mutation ($input: ReportIncidentInput!) {
        one: reportIncident(input: $input) { incident { id } }
        other: reportIncident(input: $input) { incident { id } } }`,
      { input: { ...report, clientReference: 'both' } },
    );
    expect(body.errors).toBeUndefined();
    const { one, other } = body.data as Record<'one' | 'other', unknown>;
    expect(one).toEqual(other);
  });
});
