import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

const secret = { level: 'NS', releasableTo: ['EST'] };
const report = {
  name: 'Wiper',
  severity: 'S4_SEVERE',
  description: 'Two substations.',
  attribution: { actor: 'Sandworm' },
  label: { level: 'NR', releasableTo: ['EST', 'LVA'] },
};

describe('what is hidden from a writer, or will be from a reader', () => {
  let alliance: TestAlliance;
  const coordinator = (nation: string, more = {}) =>
    new Writer(alliance, { nation, roles: ['INCIDENT_COORDINATOR'], subject: `${nation}-coordinator`, ...more });
  const analyst = () => new Writer(alliance, { nation: 'EST', level: 'NR', roles: ['ANALYST'], subject: 'ann' });
  const reported = async (changes: object = {}) => {
    const { incident } = await coordinator('EST').write(
      'reportIncident',
      { ...report, ...changes },
      'incident { id version }',
    );
    return incident as { id: string; version: string };
  };

  beforeAll(async () => {
    alliance = await startTestAlliance();
  });
  afterAll(() => alliance.stop());

  it('a writer who guesses what a hidden field holds reads their own words back, as if nothing had been there', async () => {
    const { id } = await reported({ portions: [{ field: 'description', label: secret }] });
    const { version } = (await analyst().read(`incident(id: "${id}") { version }`)) as { version: string };
    const guess = await analyst().write(
      'updateIncident',
      { id, version, description: report.description },
      'incident { description }',
    );
    expect(guess).toMatchObject({ problems: [], incident: { description: report.description } });
  });

  it('a reader whom a floor keeps from a field does not read that it was changed', async () => {
    const { id, version } = await reported();
    await coordinator('EST').write('updateIncident', { id, version, attribution: { actor: 'Turla' }, name: 'Wipers' });
    const timeline = `incident(id: "${id}") { timeline { edges { node { text } } } }`;
    expect(JSON.stringify(await coordinator('EST').read(timeline))).toContain('changed: attribution');
    expect(JSON.stringify(await analyst().read(timeline))).toContain('changed: name');
    expect(JSON.stringify(await analyst().read(timeline))).not.toContain('attribution');
  });

  it('what the writer may not see of an incident does not count when it is escalated', async () => {
    const affected = { severity: 'S2_MEDIUM', affectedNations: ['EST', 'LVA'], attribution: undefined };
    const label = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
    const open = await reported({ ...affected, label });
    const shut = await reported({ ...affected, label, portions: [{ field: 'affectedNations', label: secret }] });
    const raise = async ({ id }: { id: string }) => {
      const low = coordinator('EST', { level: 'NR' });
      const { version } = (await low.read(`incident(id: "${id}") { version }`)) as { version: string };
      return low.write('escalateIncident', { id, version, to: 'MULTINATIONAL', reason: 'two are hit' });
    };
    expect((await raise(open)).problems).toEqual([]);
    expect((await raise(shut)).problems).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('a field that is stricter than its record stays so when the record is labelled anew', async () => {
    const { id, version } = await reported({ portions: [{ field: 'description', label: secret }] });
    const label = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
    expect(await coordinator('EST').write('relabelRecord', { id, version, label })).toEqual({ problems: [] });
    expect(await coordinator('POL').read(`incident(id: "${id}") { name description }`)).toEqual({
      name: report.name,
      description: null,
    });
  });

  it('nothing is labelled so that it opens later, but what it was made from does not', async () => {
    const { id } = await reported();
    const label = {
      ...report.label,
      succession: { at: '2027-01-01T00:00:00.000Z', label: { level: 'NU', releasableTo: ['NATO'] } },
    };
    const { problems } = await coordinator('LVA').write('acknowledgeIncident', { incident: id, label });
    expect(problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED', path: ['input', 'label'] }]);
  });

  it('what shows with a record of another nation is changed by those alone for whom that is there', async () => {
    const { id, version } = await reported();
    const latvian = coordinator('LVA', { level: 'NR' });
    const { acknowledgement } = await latvian.write('acknowledgeIncident', { incident: id }, 'acknowledgement { id }');
    const own = acknowledgement as { id: string };
    const relabel = { id: own.id, label: { level: 'NR', releasableTo: ['LVA'] } };
    expect(await latvian.write('relabelRecord', relabel)).toEqual({ problems: [] });
    await coordinator('EST').write('relabelRecord', { id, version, label: { ...secret, releasableTo: ['LVA'] } });
    const hidden = await latvian.write('recallRecord', { id: own.id });
    const absent = await latvian.write('recallRecord', { id: `LVA:a:${'0'.repeat(26)}` });
    expect(hidden).toEqual(absent);
    expect(hidden.problems).toEqual([{ code: 'NOT_FOUND', message: 'there is no such record', path: ['input', 'id'] }]);
  });

  it('a stronger sign-in is asked for where it would open the record to be changed', async () => {
    const { id, version } = await reported({ label: secret });
    const weak = coordinator('EST', { aal: 1 });
    expect((await weak.write('updateIncident', { id, version, name: 'Mine' })).problems).toEqual([
      { code: 'STEP_UP_REQUIRED', message: 'a stronger sign-in is required', path: ['input', 'id'] },
    ]);
  });
});
