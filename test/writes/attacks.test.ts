import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, lesson } from '../subgraphs/support/testRecords.ts';
import { Writer } from './Writer.ts';

const report = { name: 'Wiper', severity: 'S4_SEVERE', label: { level: 'NR', releasableTo: ['EST', 'LVA'] } };
const notThere = [{ code: 'NOT_FOUND', message: 'there is no such record', path: ['input', 'id'] }];

describe('attacks by writing', () => {
  let alliance: TestAlliance;
  const coordinator = (level = 'NS') =>
    new Writer(alliance, { nation: 'EST', level, roles: ['INCIDENT_COORDINATOR'], subject: 'mari' });
  const officer = () => new Writer(alliance, { nation: 'EST', roles: ['SECURITY_OFFICER'], subject: 'olev' });
  const reported = async (writer: Writer, changes: object = {}) => {
    const { incident } = await writer.write('reportIncident', { ...report, ...changes }, 'incident { id version }');
    return incident as { id: string; version: string };
  };

  beforeAll(async () => {
    alliance = await startTestAlliance({ records: { EST: [lesson(1)] } });
  });
  afterAll(() => alliance.stop());

  it('B11: the record that is changed is the one that was checked: of that type, of that nation, in that version', async () => {
    const mine = await reported(coordinator());
    const other = await reported(coordinator(), { name: 'Another' });
    const change = (input: object) => coordinator().write('updateIncident', { name: 'Mine', ...input });
    expect((await change({ id: id('k', 1), version: mine.version })).problems).toEqual(notThere);
    expect((await change({ id: mine.id.replace('EST', 'LVA'), version: mine.version })).problems).toEqual(notThere);
    expect((await change({ id: mine.id.replace(':i:', ':k:'), version: mine.version })).problems).toEqual(notThere);
    expect((await change({ id: mine.id, version: other.version })).problems).toMatchObject([{ code: 'STALE_VERSION' }]);
    expect((await change({ id: 'EST', version: mine.version })).problems).toEqual(notThere);
  });

  it('C20: a reference that stands for a record that is hidden now is as free as any other', async () => {
    const first = await reported(coordinator('NR'), { clientReference: 'ticket 1' });
    await officer().write('relabelRecord', { ...first, label: { level: 'NS', releasableTo: [] } });
    const again = await reported(coordinator('NR'), { clientReference: 'ticket 1' });
    expect(again.id).not.toBe(first.id);
    expect(await officer().read(`incident(id: "${first.id}") { name }`)).toEqual({ name: report.name });
    expect(await reported(coordinator('NR'), { clientReference: 'ticket 1' })).toEqual(again);
  });

  it('S16: a write that is denied beside one that is not is never sent, and the other is carried out', async () => {
    const { id: written, version } = await reported(coordinator());
    alliance.forget();
    const { body } = await alliance.as({ nation: 'EST', roles: ['ANALYST'] }).ask(
      `mutation ($update: UpdateIncidentInput!, $relabel: RelabelRecordInput!) {
        relabelRecord(input: $relabel) { problems { code } }
        updateIncident(input: $update) { incident { name } } }`,
      {
        update: { id: written, version, name: 'Another name' },
        relabel: { id: written, version, label: { level: 'NU', releasableTo: ['NATO'] } },
      },
    );
    expect(body.data).toEqual({ relabelRecord: null, updateIncident: { incident: { name: 'Another name' } } });
    expect(body.errors).toMatchObject([
      { path: ['relabelRecord'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
    ]);
    expect(JSON.stringify(alliance.requests())).not.toContain('relabelRecord');
  });
});
