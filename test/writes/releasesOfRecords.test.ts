import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { id as idOf, releaseRequest } from '../subgraphs/support/testRecords.ts';
import { startTestAlliance, wednesday, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

interface Made {
  readonly id: string;
  readonly version?: string;
}

const released = { level: 'NR', releasableTo: ['LVA', 'POL', 'DEU'] };
const forLatvia = { level: 'NS', releasableTo: ['LVA'] };
const week = 7 * 24 * 3_600_000;
const roles = [
  'ANALYST',
  'CAPABILITY_MANAGER',
  'EXERCISE_CONTROL',
  'EXERCISE_PLANNER',
  'INCIDENT_COORDINATOR',
  'SECURITY_OFFICER',
];

/** What Estonia writes of each kind: with a field that holds something, and its label. */
const records = {
  indicator: { write: 'recordIndicator', kind: 'n', field: 'pattern', input: { type: 'IPV4', pattern: '203.0.113.7' } },
  capability: {
    write: 'registerCapability',
    kind: 'c',
    field: 'headcount',
    input: { name: 'Forensics team', kind: 'DIGITAL_FORENSICS', readiness: 'R24H', headcount: 6 },
  },
  capabilityRequest: {
    write: 'requestCapability',
    kind: 'r',
    field: 'need',
    input: { kinds: ['OT_ICS'], urgency: 'FLASH', need: 'Images of forty workstations.', to: ['LVA'] },
  },
  exercise: {
    write: 'planExercise',
    kind: 'e',
    field: 'scenario',
    input: {
      name: 'Amber Shield',
      series: 'NATIONAL',
      kind: 'LIVE_FIRE',
      scenario: 'A storm.',
      teams: [{ role: 'BLUE' }],
    },
  },
  inject: {
    write: 'addInject',
    kind: 'j',
    field: 'content',
    input: { plannedAt: new Date(wednesday + week).toISOString(), content: 'The lights go out.' },
  },
  lesson: {
    write: 'recordLesson',
    kind: 'k',
    field: 'recommendation',
    input: { title: 'Call early', observation: 'Nobody called.', recommendation: 'Call within the hour.' },
  },
} as const;
const kinds = Object.keys(records) as readonly (keyof typeof records)[];
type Kind = (typeof kinds)[number];

describe('more of any record is asked for at its owner', () => {
  let alliance: TestAlliance;
  const as = (nation: string, more = {}) =>
    new Writer(alliance, {
      nation,
      level: 'NS',
      roles,
      categories: ['coi:AGENCY', 'coi:EXCON'],
      subject: nation,
      ...more,
    });

  beforeAll(async () => {
    alliance = await startTestAlliance({ nations: ['DEU', 'EST', 'LVA', 'POL'] });
  });
  afterAll(() => alliance.stop());

  const write = async (mutation: string, payload: string, input: object, nation = 'EST'): Promise<Made> => {
    const selection = `${payload} { id ${payload === 'indicator' ? '' : 'version'} }`;
    const written = await as(nation).write(mutation, input, selection);
    expect(written.problems).toEqual([]);
    return written[payload] as Made;
  };
  const incident = (label: object, nation = 'EST') =>
    write('reportIncident', 'incident', { name: 'Wiper', severity: 'S5_EMERGENCY', label }, nation);
  const exercise = (label: object) => write('planExercise', 'exercise', { ...records.exercise.input, label });

  /** What it needs to be written: a team to play to, an incident to be seen in. */
  const setting = async (kind: Kind, label: object): Promise<object> => {
    if (kind === 'indicator') return { incident: (await incident(label)).id };
    if (kind !== 'inject') return {};
    const { id } = await exercise(label);
    const played = await as('EST').read(`exercise(id: "${id}") { teams { id } }`);
    return { exercise: id, teams: (played as { teams: Made[] }).teams.map((team) => team.id) };
  };
  const made = async (kind: Kind, label: object = released, fieldLabel: object = forLatvia): Promise<Made> => {
    const { write: mutation, input, field } = records[kind];
    const payload = kind === 'capabilityRequest' ? 'request' : kind;
    const record = await write(mutation, payload, { ...input, ...(await setting(kind, label)), label });
    const categories = kind === 'inject' ? ['coi:EXCON'] : [];
    const portions = [{ field, label: { ...fieldLabel, categories } }];
    const { problems } = await as('EST').write('relabelRecord', { ...record, portions });
    expect(problems).toEqual([]);
    return record;
  };
  const ask = (kind: Kind, id: string, changes: object = {}, nation = 'POL') =>
    as(nation).write(
      'requestRelease',
      { [kind]: id, field: records[kind].field, reason: 'We need to know.', ...changes },
      'request { id version answerBy }',
    );
  const asked = async (kind: Kind, { id }: Made): Promise<Made> => {
    const { problems, request } = await ask(kind, id);
    expect(problems).toEqual([]);
    return request as Made;
  };
  const grant = async (kind: Kind, { id }: Made, request: Made) => {
    const read = kind === 'indicator' ? {} : await as('EST').read(`${kind}(id: "${id}") { version }`);
    const input = { request: request.id, grant: true, reason: 'For your analysts.', ...(read as object) };
    return as('EST').write('answerRelease', input, 'answer { granted }');
  };
  const seen = (nation: string, kind: Kind, { id }: Made) =>
    as(nation).read(
      `${kind}(id: "${id}") { label { banner } fieldMarkings { field banner } value: ${records[kind].field}
        releaseRequests { edges { node { ${kind} { id } field answers { edges { node { granted } } } } } } }`,
    );

  describe.each(kinds)('%s', (kind) => {
    const { field } = records[kind];
    const value = new Map<string, unknown>(Object.entries(records[kind].input)).get(field);

    it('shows in the next query of those who asked, and nothing else changes for anybody', async () => {
      const record = await made(kind);
      const { problems, request } = await ask(kind, record.id);
      expect({ problems, request }).toMatchObject({
        problems: [],
        request: { answerBy: new Date(wednesday + week).toISOString() },
      });
      const before = [await seen('DEU', kind, record), await seen('POL', kind, record)];
      expect(before).toMatchObject([
        { value: null, releaseRequests: { edges: [] } },
        { value: null, releaseRequests: { edges: [{ node: { [kind]: { id: record.id }, field } }] } },
      ]);
      expect(await grant(kind, record, request as Made)).toEqual({ problems: [], answer: { granted: true } });
      expect(await seen('POL', kind, record)).toMatchObject({
        value,
        fieldMarkings: [{ field, banner: expect.stringContaining('NATO SECRET REL TO EST, LVA, POL') as unknown }],
        releaseRequests: { edges: [{ node: { answers: { edges: [{ node: { granted: true } }] } } }] },
      });
      expect(await seen('DEU', kind, record)).toEqual(before[0]);
      expect(await seen('LVA', kind, record)).toMatchObject({ value, releaseRequests: { edges: [] } });
    });

    it('that is hidden was never there', async () => {
      const { id } = await made(kind, { level: 'NR', releasableTo: ['LVA'] });
      const hidden = await ask(kind, id);
      expect(hidden).toEqual(await ask(kind, `EST:${records[kind].kind}:${'0'.repeat(26)}`));
      expect(hidden.problems).toEqual([
        { code: 'NOT_FOUND', message: 'there is no such record', path: ['input', kind] },
      ]);
    });

    it('EYES ONLY stays shut', async () => {
      const record = await made(kind, released, { ...forLatvia, eyesOnly: ['EST', 'LVA'] });
      const request = await asked(kind, record);
      expect((await grant(kind, record, request)).problems).toEqual([
        { code: 'LABEL_NOT_ALLOWED', message: 'its label keeps nationals of `POL` out', path: ['input', 'grant'] },
      ]);
      expect(await seen('POL', kind, record)).toMatchObject({ value: null });
    });

    it('is released as the officer has read it', async () => {
      const record = await made(kind);
      const request = await asked(kind, record);
      const answer = { request: request.id, grant: true, reason: 'x' };
      const { problems } = await as('EST').write('answerRelease', answer);
      expect(problems).toMatchObject(kind === 'indicator' ? [] : [{ code: 'INVALID', path: ['input', 'version'] }]);
      expect((await as('EST').write('answerRelease', { ...answer, version: 'of old' })).problems).toMatchObject([
        { code: 'STALE_VERSION', path: ['input', 'version'] },
      ]);
    });
  });

  it("what was learned from another nation's incident is not one's own to release", async () => {
    const { id } = await incident({ level: 'NR', releasableTo: ['EST', 'POL'] }, 'LVA');
    const portions = [{ field: 'recommendation', label: forLatvia }];
    const input = {
      ...records.lesson.input,
      incidents: [id],
      label: { level: 'NR', releasableTo: ['LVA', 'POL'] },
      portions,
    };
    const lesson = await write('recordLesson', 'lesson', input);
    const request = await asked('lesson', lesson);
    expect((await grant('lesson', lesson, request)).problems).toEqual([
      { code: 'LABEL_NOT_ALLOWED', message: 'it is not the information of `EST` alone', path: ['input', 'grant'] },
    ]);
  });

  it('is of one record, and a field that such a record has', async () => {
    const [{ id: capability }, { id: lesson }] = [await made('capability'), await made('lesson')];
    const names = '`incident`, `indicator`, `capability`, `capabilityRequest`, `exercise`, `inject`, `lesson`';
    const one = [{ code: 'INVALID', message: `names one record, as one of ${names}`, path: ['input'] }];
    expect((await ask('capability', capability, { lesson })).problems).toEqual(one);
    expect((await ask('capability', capability, { capability: null })).problems).toEqual(one);
    const fields = '`conclusion`, `discussion`, `observation`, `recommendation`';
    const odd = [
      {
        code: 'INVALID',
        message: `\`effect\` is no field of such a record: ask for one of ${fields}`,
        path: ['input', 'field'],
      },
    ];
    expect((await ask('lesson', lesson, { field: 'effect' })).problems).toEqual(odd);
    expect((await ask('lesson', `EST:k:${'0'.repeat(26)}`, { field: 'effect' })).problems).toEqual(odd);
    expect((await ask('lesson', capability)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it.each(['CAPABILITY_MANAGER', 'EXERCISE_PLANNER'])('is asked by those who work with it: %s', async (role) => {
    const { id } = await made('capability');
    const input = { capability: id, field: 'headcount', reason: 'We need to know.' };
    expect((await as('POL', { roles: [role] }).write('requestRelease', input)).problems).toEqual([]);
  });

  it('is released of one record, and of a field that it has, whatever a nation keeps as its request', async () => {
    const [lesson, capability] = [await made('lesson'), await made('capability')];
    const label = 'NR REL TO EST,POL ORIGINATOR POL CREATED 2025-01-01';
    const keep = async (about: object): Promise<Made> => {
      const request = { ...releaseRequest(1, { label, ...about }), id: idOf('q', 1, 'POL') };
      await alliance.nation('POL').put([request]);
      return request;
    };
    const several = await grant('lesson', lesson, await keep({ lesson: lesson.id, capability: capability.id }));
    const odd = await grant('lesson', lesson, await keep({ lesson: lesson.id, field: 'effect' }));
    expect(several.problems).toMatchObject([{ code: 'NOT_ALLOWED', path: ['input', 'request'] }]);
    expect(odd.problems).toEqual([]);
    expect(await seen('POL', 'lesson', lesson)).toMatchObject({ value: null });
    expect(await seen('POL', 'capability', capability)).toMatchObject({ value: null });
  });

  it('is not asked of a nation that could not read the request', async () => {
    const apart = await startTestAlliance({
      nations: ['EST', 'POL'],
      registry: (value) => ({
        ...value,
        agreements: value.agreements.map((one) => ({ ...one, covers: ['CAPABILITIES'] })),
      }),
    });
    onTestFinished(() => apart.stop());
    const inApart = (nation: string) => new Writer(apart, { nation, level: 'NS', roles, subject: nation });
    const asksAt = async (level: string) => {
      const input = { ...records.capability.input, label: { level, releasableTo: ['POL'] } };
      const { capability } = await inApart('EST').write('registerCapability', input, 'capability { id }');
      const about = { capability: (capability as Made).id, field: 'headcount', reason: 'We need to know.' };
      return (await inApart('POL').write('requestRelease', about)).problems;
    };
    const message = 'no agreement on incidents lets `EST` read a request of NR';
    expect(await asksAt('NR')).toEqual([{ code: 'AGREEMENT_REQUIRED', message, path: ['input', 'capability'] }]);
    expect(await asksAt('NU')).toEqual([]);
  });

  it('a request about a record that is narrowed meanwhile is gone with it', async () => {
    const lesson = await made('lesson');
    const request = await asked('lesson', lesson);
    const label = { level: 'NR', releasableTo: ['LVA'] };
    const read = (await as('EST').read(`lesson(id: "${lesson.id}") { version }`)) as object;
    expect((await as('EST').write('relabelRecord', { id: lesson.id, ...read, label })).problems).toEqual([]);
    expect((await grant('lesson', lesson, request)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await as('POL').read('releaseRequests(nations: ["POL"]) { edges { node { id } } }')).toEqual({
      edges: expect.not.arrayContaining([{ node: { id: request.id } }]) as unknown,
    });
  });
});
