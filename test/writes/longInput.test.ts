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

  describe('labels that are as long as they may be', () => {
    const excon = (nation: string, roles = ['INCIDENT_COORDINATOR', 'EXERCISE_PLANNER']) =>
      new Writer(alliance, { nation, level: 'NS', categories: ['coi:EXCON'], roles });
    const alternatives = (count: number) => [
      ['coi:EXCON', ...Array.from({ length: count }, () => `coi:${randomBytes(15).toString('hex').toUpperCase()}`)],
    ];
    const reported = async (input: object): Promise<{ id: string; version: string }> => {
      const written = await excon('EST').write('reportIncident', { ...report, ...input }, 'incident { id version }');
      expect(written.problems).toEqual([]);
      return written['incident'] as { id: string; version: string };
    };
    const lengthy = { ...released, alternatives: alternatives(19) };

    it('are kept, and taken over by what other nations make of the record', async () => {
      const { id } = await reported({ label: lengthy });
      expect(await excon('LVA').write('acknowledgeIncident', { incident: id })).toEqual({ problems: [] });
      expect(await analyst.read(`incident(id: "${id}") { name }`)).toBeNull();
    });

    it('give way to others', async () => {
      const { id, version } = await reported({ label: lengthy });
      const label = { ...released, alternatives: alternatives(19) };
      expect(await excon('EST').write('relabelRecord', { id, version, label })).toEqual({ problems: [] });
    });

    it('bind what is made of several records, also where they are longer together', async () => {
      const incidents = [
        await reported({ label: lengthy }),
        await reported({ label: { ...lengthy, alternatives: alternatives(19) } }),
      ];
      const { link, problems } = await excon('EST').write(
        'linkIncidents',
        {
          from: incidents[0]?.id,
          to: incidents[1]?.id,
          relation: 'SAME_CAMPAIGN',
          label: { ...released, categories: ['coi:EXCON'] },
        },
        'link { id }',
      );
      expect(problems).toEqual([]);
      const { id } = link as { id: string };
      const down = await excon('EST').write('relabelRecord', { id, label: { level: 'NU', releasableTo: ['LVA'] } });
      expect(down.problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
    });

    it('of a field do not show to who relabels its record and may not see it', async () => {
      const description = 'On the switchgear.';
      const field = {
        field: 'description',
        label: { ...released, level: 'NS', categories: ['coi:EXCON'], alternatives: [] },
      };
      const [marked, plain] = [await reported({ description, portions: [field] }), await reported({ description })];
      const others = new Writer(alliance, {
        nation: 'EST',
        level: 'NS',
        categories: ['cav:ATOMAL'],
        roles: ['INCIDENT_COORDINATOR'],
      });
      const both = new Writer(alliance, { nation: 'EST', level: 'NS', categories: ['cav:ATOMAL', 'coi:EXCON'] });
      for (let round = 0; round < 3; round += 1) {
        const label = {
          ...released,
          level: 'NC',
          alternatives: [['cav:ATOMAL', ...(alternatives(18)[0] ?? []).slice(1)]],
        };
        const relabel = async (id: string) => {
          const { version } = (await others.read(`incident(id: "${id}") { version }`)) as { version: string };
          return others.write('relabelRecord', { id, version, label });
        };
        expect(await relabel(marked.id)).toEqual({ problems: [] });
        expect(await relabel(plain.id)).toEqual({ problems: [] });
      }
      expect(await both.read(`incident(id: "${plain.id}") { description }`)).toEqual({ description });
      expect(await both.read(`incident(id: "${marked.id}") { description }`)).toEqual({ description: null });
    });
  });
});
