import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

const released = { level: 'NR', releasableTo: ['EST', 'LVA'] };
const report = { name: 'Wiper', severity: 'S4_SEVERE', label: released };
const long = randomBytes(8_000).toString('base64url');
const persons = Array.from({ length: 100 }, () => randomBytes(32).toString('base64url'));

describe('what is too long or odd to be kept is refused where it stands, and the nation stays open to all', () => {
  let alliance: TestAlliance;
  let analyst: Writer;

  beforeAll(async () => {
    alliance = await startTestAlliance();
    analyst = new Writer(alliance, { nation: 'EST', level: 'NS', roles: ['ANALYST'], subject: 'ann' });
  });
  afterAll(() => alliance.stop());

  const problemsOf = async (input: object) => (await analyst.write('reportIncident', { ...report, ...input })).problems;

  it.each([
    { what: 'a reference', input: { clientReference: long }, path: ['input', 'clientReference'] },
    {
      what: 'a marking in a scheme of one’s own',
      input: { label: { ...released, originatorMarking: long } },
      path: ['input', 'label', 'originatorMarking'],
    },
    {
      what: 'a label',
      input: { label: { ...released, tlp: 'RED', recipients: [...persons, ...persons.map((one) => `${one}x`)] } },
      path: ['input', 'label'],
    },
    { what: 'a day that is in no calendar', input: { occurredAt: '2024-02-30' }, path: ['input'] },
    { what: 'half of a character', input: { name: '\ud800' }, path: ['input'] },
  ])('$what', async ({ input, path }) => {
    const problems = await problemsOf(input);
    expect(problems).toMatchObject([{ code: 'INVALID', path }]);
    expect(JSON.stringify(problems)).not.toContain('EST:i:');
  });

  it('a label may be longer than a key in the store', async () => {
    const categories = Array.from(
      { length: 100 },
      (_, number) => `coi:${randomBytes(15).toString('hex').toUpperCase()}${number}`,
    );
    const alternatives = [[...categories, 'coi:EXCON']];
    const cleared = (nation: string) =>
      new Writer(alliance, { nation, level: 'NS', categories: ['coi:EXCON'], roles: ['INCIDENT_COORDINATOR'] });
    const label = { ...released, alternatives };
    const { incident, problems } = await cleared('EST').write(
      'reportIncident',
      { ...report, label },
      'incident { id }',
    );
    expect(problems).toEqual([]);
    const { id } = incident as { id: string };
    expect(await cleared('LVA').write('acknowledgeIncident', { incident: id })).toEqual({ problems: [] });
    expect(await analyst.read(`incident(id: "${id}") { name }`)).toBeNull();
  });
});
