import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryValue } from '../support/demoAlliance.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

interface Incident {
  readonly id: string;
  readonly version: string;
  readonly nationalSeverity: { readonly value: string } | null;
  readonly acknowledgeBy: string | null;
}

/** A coalition may have members that are no nations. */
function withStaff(value: RegistryValue): RegistryValue {
  const { NATO } = value.coalitions;
  if (!NATO) throw new TypeError('a registry without NATO');
  return { ...value, coalitions: { ...value.coalitions, NATO: { ...NATO, members: [...NATO.members, 'EU'] } } };
}

describe('what goes with the severity of an incident', () => {
  let alliance: TestAlliance;
  const coordinator = (nation: string) =>
    new Writer(alliance, { nation, level: 'NS', roles: ['INCIDENT_COORDINATOR'], subject: `${nation}-coordinator` });

  beforeAll(async () => {
    alliance = await startTestAlliance({ registry: withStaff });
  });
  afterAll(() => alliance.stop());

  const selection = 'incident { id version nationalSeverity { value } escalation acknowledgeBy }';
  const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
  const carriedOut = async (mutation: string, input: object): Promise<Incident> => {
    const { incident, problems } = await coordinator('EST').write(mutation, input, selection);
    expect(problems).toEqual([]);
    return incident as Incident;
  };
  const reported = (input: object = {}) =>
    carriedOut('reportIncident', { name: 'Wiper', severity: 'S3_HIGH', label: released, ...input });
  const changed = ({ id, version }: Incident, input: object) => carriedOut('updateIncident', { id, version, ...input });
  const problemsOf = async (mutation: string, { id, version }: Incident, input: object) =>
    (await coordinator('EST').write(mutation, { id, version, ...input })).problems;

  it('what it is called in the nation’s scheme is taken back when it means another severity', async () => {
    const incident = await reported({ nationalSeverity: { scheme: 'NIS2', value: 'yellow' } });
    const worse = await changed(incident, { severity: 'S4_SEVERE' });
    expect(worse.nationalSeverity).toBeNull();
    const said = await changed(worse, { nationalSeverity: { scheme: 'NIS2', value: 'red' } });
    const worst = await changed(said, { severity: 'S5_EMERGENCY' });
    expect(worst.nationalSeverity).toEqual({ value: 'red' });
    expect((await changed(worst, { severity: null })).nationalSeverity).toBeNull();
  });

  it('a scheme that the policy does not know is kept as it is written, whatever its name', async () => {
    for (const scheme of ['constructor', '__proto__', 'Home-made']) {
      const incident = await reported({ nationalSeverity: { scheme, value: 'amber' } });
      expect((await changed(incident, { severity: 'S5_EMERGENCY' })).nationalSeverity).toEqual({ value: 'amber' });
    }
  });

  it('a change that contradicts itself is refused', async () => {
    const change = { severity: 'S4_SEVERE', nationalSeverity: { scheme: 'NCISS', value: 'low' } };
    const path = ['input', 'nationalSeverity', 'value'];
    const incident = await reported();
    expect(await problemsOf('updateIncident', incident, change)).toEqual([
      { code: 'INVALID', message: 'in NCISS, S4_SEVERE is severe, not low', path },
    ]);
    expect(await problemsOf('updateIncident', incident, { ...change, severity: null })).toMatchObject([
      { code: 'INVALID', message: 'NCISS has no unknown severity', path },
    ]);
  });

  it('one that rises is to be acknowledged sooner, one that falls no later', async () => {
    const incident = await reported();
    const raised = await carriedOut('escalateIncident', {
      id: incident.id,
      version: incident.version,
      to: 'MULTINATIONAL',
      reason: 'help',
    });
    expect(raised.acknowledgeBy).toBe('2026-06-03T16:00:00.000Z');
    const worse = await changed(raised, { severity: 'S4_SEVERE' });
    expect(worse.acknowledgeBy).toBe('2026-06-03T13:00:00.000Z');
    const better = await changed(worse, { severity: 'S1_LOW' });
    expect(better.acknowledgeBy).toBe('2026-06-03T13:00:00.000Z');
    const closed = await changed(better, { status: 'CLOSED' });
    expect(closed.acknowledgeBy).toBeNull();
    expect((await changed(closed, { severity: 'S5_EMERGENCY' })).acknowledgeBy).toBeNull();
  });

  it('the whole alliance deals with what is released to all its nations, whoever else is a member', async () => {
    const { id, version } = await reported({ severity: 'S4_SEVERE', label: { level: 'NR', releasableTo: ['NATO'] } });
    const raised = await carriedOut('escalateIncident', { id, version, to: 'ALLIANCE', reason: 'help' });
    expect(raised).toMatchObject({ escalation: 'ALLIANCE' });
  });

  it('nobody above the nation deals with what is closed, or with what is for some persons or nationals alone', async () => {
    const up = { to: 'MULTINATIONAL', reason: 'help' };
    const closed = await changed(await reported(), { status: 'CLOSED' });
    expect(await problemsOf('escalateIncident', closed, up)).toMatchObject([
      { code: 'CONFLICT', message: 'the incident is closed: take it up again first' },
    ]);
    const eyesOnly = await reported({ label: { ...released, eyesOnly: ['EST'] } });
    expect(await problemsOf('escalateIncident', eyesOnly, up)).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
    const withBodies = await reported({ label: { level: 'NR', releasableTo: ['EST', 'EU', 'UN'] } });
    expect(await problemsOf('escalateIncident', withBodies, up)).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
  });

  it('what is relabelled stands in the timeline, for those who could see it before and can now', async () => {
    const attribution = { actor: 'HOLLOW PINE' };
    const hidden = { level: 'NS', releasableTo: ['EST', 'LVA'] };
    const { id, version } = await reported({ attribution });
    const relabel = (input: object) => coordinator('EST').write('relabelRecord', { id, ...input });
    const timeline = async (nation: string) =>
      JSON.stringify(await coordinator(nation).read(`incident(id: "${id}") { timeline { edges { node { text } } } }`));
    expect(await relabel({ version, portions: [{ field: 'attribution', label: hidden }] })).toEqual({ problems: [] });
    expect(await timeline('LVA')).toContain('relabelled: attribution');
    expect(await timeline('POL')).not.toContain('relabelled');
    const latest = ((await coordinator('EST').read(`incident(id: "${id}") { version }`)) as Incident).version;
    const wider = { level: 'NR', releasableTo: ['NATO'] };
    expect(await relabel({ version: latest, label: wider })).toEqual({ problems: [] });
    expect(await timeline('POL')).toContain('relabelled: the incident');
    expect(await timeline('DEU')).not.toContain('relabelled');
  });
});
