import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

interface Made {
  readonly id: string;
  readonly version: string;
}
interface Planned extends Made {
  readonly teams: readonly { readonly id: string }[];
}
const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
const hour = 3_600_000;
const absent = (kind: string) => `EST:${kind}:${'0'.repeat(26)}`;
const notFound = (...path: string[]) => [
  { code: 'NOT_FOUND', message: 'there is no such record', path: ['input', ...path] },
];
const unauthorized = [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }];

describe('exercises are planned, played and learned from', () => {
  let alliance: TestAlliance;
  const planner = (nation: string) =>
    new Writer(alliance, {
      nation,
      level: 'NS',
      roles: ['EXERCISE_PLANNER', 'INCIDENT_COORDINATOR'],
      subject: `${nation}-planner`,
    });
  const control = (nation: string, categories = ['coi:AGENCY', 'coi:EXCON']) =>
    new Writer(alliance, {
      nation,
      level: 'NS',
      roles: ['EXERCISE_CONTROL'],
      subject: `${nation}-control`,
      categories,
    });
  const player = (nation: string) =>
    new Writer(alliance, { nation, level: 'NS', roles: ['ANALYST'], subject: 'player' });

  /** The clock of a nation's store never runs back: each test begins where the one before has left it. */
  const inHours = (hours: number): string => new Date(alliance.clock.now() + hours * hour).toISOString();
  const wait = (hours: number): void => alliance.clock.set(alliance.clock.now() + hours * hour);

  beforeAll(async () => {
    alliance = await startTestAlliance();
  });
  afterAll(() => alliance.stop());

  const plan = async (nation: string, changes = {}): Promise<Planned> => {
    const { exercise, problems } = await planner(nation).write(
      'planExercise',
      {
        name: 'Amber Shield',
        series: 'NATIONAL',
        kind: 'LIVE_FIRE',
        participants: ['EST', 'LVA'],
        scenario: 'A storm, and then no power.',
        objectives: ['Restore the grid', 'Keep the public informed'],
        teams: [{ role: 'BLUE', nations: ['LVA'] }, { role: 'RED' }],
        label: released,
        ...changes,
      },
      'exercise { id version teams { id role } }',
    );
    expect(problems).toEqual([]);
    return exercise as Planned;
  };
  const inject = async (to: Planned, changes = {}): Promise<Made> => {
    const { inject: made, problems } = await control('EST').write(
      'addInject',
      {
        exercise: to.id,
        plannedAt: inHours(1),
        teams: to.teams.map(({ id }) => id),
        content: 'The lights go out.',
        expectedReaction: 'Islands are formed.',
        label: released,
        ...changes,
      },
      'inject { id version }',
    );
    expect(problems).toEqual([]);
    return made as Made;
  };

  describe('an exercise', () => {
    it('is there with its objectives and teams, each portion for whom that lets in', async () => {
      const { id } = await plan('EST', {
        portions: [{ field: 'scenario', label: { level: 'NC', releasableTo: ['LVA'] } }],
      });
      const as = (nation: string) =>
        planner(nation).read(
          `exercise(id: "${id}") { phase scenario participants { code } objectives { text label { banner } } teams { role nations { code } } }`,
        );
      const [asLatvian, asPole] = [await as('LVA'), await as('POL')];
      expect(asLatvian).toMatchObject({
        phase: 'CONCEPT',
        scenario: 'A storm, and then no power.',
        participants: [{ code: 'EST' }, { code: 'LVA' }],
        objectives: [{ label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' } }, {}],
      });
      expect(asPole).toEqual({ ...(asLatvian as object), scenario: null });
      const { objectives, teams } = asPole as Record<'objectives' | 'teams', readonly unknown[]>;
      expect(objectives).toContainEqual(expect.objectContaining({ text: 'Restore the grid' }));
      expect(teams).toHaveLength(2);
      expect(teams).toContainEqual({ role: 'BLUE', nations: [{ code: 'LVA' }] });
      expect(teams).toContainEqual({ role: 'RED', nations: [] });
    });

    it('is planned by planners, and every nation in it is one of the registry', async () => {
      const input = { name: 'x', series: 'PACE', kind: 'TABLETOP', label: released };
      expect(await player('EST').refused('planExercise', input)).toMatchObject(unauthorized);
      const odd = await planner('EST').write('planExercise', {
        ...input,
        teams: [{ role: 'BLUE' }, { role: 'RED', nations: ['ATL'] }],
      });
      expect(odd.problems).toEqual([
        {
          code: 'INVALID',
          message: "`ATL` is no nation of the alliance's registry",
          path: ['input', 'teams', '1', 'nations'],
        },
      ]);
    });

    it('goes through its phases in their order, by its own people', async () => {
      const { id, version } = await plan('EST');
      const advance = (to: string, at = version, nation = 'EST') =>
        planner(nation).write('advanceExercise', { id, version: at, to }, 'exercise { version phase }');
      expect((await advance('EXECUTION')).problems).toEqual([
        { code: 'CONFLICT', message: 'CONCEPT may become PLANNING, not EXECUTION', path: ['input', 'to'] },
      ]);
      expect((await advance('PLANNING', version, 'LVA')).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      expect(await advance('PLANNING')).toMatchObject({ problems: [], exercise: { phase: 'PLANNING' } });
      expect((await advance('EXECUTION')).problems).toMatchObject([{ code: 'STALE_VERSION' }]);
    });

    it('that is hidden was never there', async () => {
      const { id, version } = await plan('EST', { label: { level: 'NR' } });
      const advance = (at: string) => planner('LVA').write('advanceExercise', { id: at, version, to: 'PLANNING' });
      expect(await advance(id)).toEqual(await advance(absent('e')));
      expect((await advance(id)).problems).toEqual(notFound('id'));
    });
  });

  describe('an inject', () => {
    const read = (id: string, reader: Writer) =>
      reader.read(`inject(id: "${id}") { content releasedAt teams { id } label { banner } }`);

    it('is for exercise control until it is planned to be released, and what is expected stays so', async () => {
      const exercise = await plan('EST');
      const due = inHours(1);
      const { id } = await inject(exercise);
      expect(await read(id, player('LVA'))).toBeNull();
      expect(await read(id, control('LVA'))).toMatchObject({ releasedAt: null, content: 'The lights go out.' });
      const own = await control('EST').read(`inject(id: "${id}") { label { categories succession { at banner } } }`);
      expect(own).toMatchObject({
        label: {
          categories: ['coi:EXCON'],
          succession: { at: due, banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
        },
      });
      wait(1);
      expect(await read(id, player('LVA'))).toMatchObject({ releasedAt: due, content: 'The lights go out.' });
      const expected = await control('LVA').read(`inject(id: "${id}") { expectedReaction }`);
      expect(expected).toEqual({ expectedReaction: 'Islands are formed.' });
      const { version } = (await control('EST').read(`inject(id: "${id}") { version }`)) as Made;
      expect((await control('EST').write('releaseInject', { id, version })).problems).toMatchObject([
        { code: 'CONFLICT' },
      ]);
    });

    it('is released ahead of its time by exercise control: from then on its teams have it', async () => {
      const exercise = await plan('EST');
      const { id, version } = await inject(exercise);
      const release = (writer: Writer, at = version) =>
        writer.write('releaseInject', { id, version: at }, 'inject { version releasedAt label { banner } }');
      expect((await release(control('EST', []))).problems).toEqual(notFound('id'));
      expect((await release(control('LVA'))).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      const { inject: after, problems } = await release(control('EST'));
      expect(problems).toEqual([]);
      expect(after).toMatchObject({
        releasedAt: inHours(0),
        label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
      });
      expect(await read(id, player('LVA'))).toMatchObject({ content: 'The lights go out.' });
      expect((await release(control('EST'), (after as Made).version)).problems).toMatchObject([{ code: 'CONFLICT' }]);
      expect(await player('EST').refused('releaseInject', { id, version })).toMatchObject(unauthorized);
    });

    it('is released ahead of its time without what who releases it may not see: that waits', async () => {
      const categories = ['coi:AGENCY', 'coi:EXCON'];
      const officer = new Writer(alliance, { nation: 'EST', level: 'NS', roles: ['SECURITY_OFFICER'], categories });
      const { id, version } = await inject(await plan('EST'));
      const label = { level: 'NR', releasableTo: ['EST'], succession: { at: inHours(1), label: released } };
      expect(await officer.write('relabelRecord', { id, version, label })).toEqual({ problems: [] });
      const unaware = control('EST', []);
      const seen = (await unaware.read(`inject(id: "${id}") { version }`)) as Made;
      expect((await unaware.write('releaseInject', { id, version: seen.version })).problems).toEqual([]);
      const asked = `inject(id: "${id}") { content expectedReaction }`;
      const content = 'The lights go out.';
      expect(await control('LVA').read(asked)).toEqual({ content, expectedReaction: null });
      wait(1);
      expect(await control('LVA').read(asked)).toEqual({ content, expectedReaction: 'Islands are formed.' });
    });

    it('takes over when its writer says so', async () => {
      const exercise = await plan('EST');
      const later = inHours(2);
      const { id } = await inject(exercise, {
        label: { ...released, succession: { at: later, label: { level: 'NR', releasableTo: ['LVA'] } } },
      });
      wait(1);
      expect(await read(id, player('LVA'))).toBeNull();
      wait(1);
      expect(await read(id, player('LVA'))).toMatchObject({ releasedAt: later });
      expect(await read(id, player('POL'))).toBeNull();
    });

    it('is for teams of its own exercise, and is never less strict than that, not even later', async () => {
      const [exercise, other] = [await plan('EST'), await plan('EST')];
      const add = (changes: object) =>
        control('EST').write('addInject', {
          exercise: exercise.id,
          plannedAt: inHours(1),
          teams: exercise.teams.map(({ id }) => id),
          content: 'x',
          label: released,
          ...changes,
        });
      const theirs = await add({ teams: other.teams.map(({ id }) => id) });
      expect(theirs).toEqual(await add({ teams: [absent('m')] }));
      expect(theirs.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'teams', '0'] }]);
      const wide = { level: 'NR', releasableTo: ['NATO'] };
      expect((await add({ label: wide })).problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
      const label = { ...released, succession: { at: inHours(1), label: wide } };
      expect((await add({ label })).problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
      expect((await add({ plannedAt: inHours(0) })).problems).toMatchObject([
        { code: 'INVALID', path: ['input', 'plannedAt'] },
      ]);
      expect((await add({ exercise: absent('e') })).problems).toEqual(notFound('exercise'));
    });

    it('is added by exercise control that holds its community, and nobody else', async () => {
      const exercise = await plan('EST');
      const input = {
        exercise: exercise.id,
        plannedAt: inHours(1),
        teams: exercise.teams.map(({ id }) => id),
        content: 'x',
        label: released,
      };
      expect(await planner('EST').refused('addInject', input)).toMatchObject(unauthorized);
      expect((await control('EST', []).write('addInject', input)).problems).toEqual([
        {
          code: 'LABEL_NOT_ALLOWED',
          message: 'you could not read what you write under this label',
          path: ['input', 'label'],
        },
      ]);
      expect(await control('EST', []).refused('addInject', { ...input, expectedReaction: 'y' })).toMatchObject(
        unauthorized,
      );
      expect((await control('LVA').write('addInject', input)).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    });
  });

  describe('a lesson', () => {
    const record = (nation: string, input: object) =>
      planner(nation).write(
        'recordLesson',
        { title: 'Call lists', observation: 'Nobody knew whom to call.', label: released, ...input },
        'lesson { id version status exercise { id } incidents { id } label { banner originators } fieldMarkings { field banner } }',
      );
    const incident = async (label: object) => {
      const input = { name: 'Wiper', severity: 'S4_SEVERE', label };
      return (await planner('EST').write('reportIncident', input, 'incident { id }'))['incident'] as Made;
    };

    it('of incidents and an exercise of other nations is as strict as all of them, and so is each of its fields', async () => {
      const exercise = await plan('EST');
      const one = await incident({ level: 'NC', releasableTo: ['LVA'] });
      const from = { exercise: exercise.id, incidents: [one.id] };
      expect((await record('LVA', from)).problems).toEqual([
        {
          code: 'LABEL_NOT_ALLOWED',
          message: 'what it is made from asks for `NATO CONFIDENTIAL REL TO EST, LVA` at least',
          path: ['input', 'label'],
        },
      ]);
      const { lesson, problems } = await record('LVA', {
        ...from,
        label: { level: 'NC', releasableTo: ['EST'] },
        portions: [{ field: 'observation', label: { level: 'NS', releasableTo: [] } }],
      });
      expect(problems).toEqual([]);
      expect(lesson).toMatchObject({
        status: 'OBSERVATION',
        exercise: { id: exercise.id },
        incidents: [{ id: one.id }],
        label: { banner: 'NATO CONFIDENTIAL REL TO EST, LVA', originators: ['EST', 'LVA'] },
        fieldMarkings: [{ field: 'observation', banner: 'NATO SECRET REL TO LVA' }],
      });
      const found = await planner('EST').read(
        `incident(id: "${one.id}") { lessons { edges { node { title observation } } } }`,
      );
      expect(found).toEqual({ lessons: { edges: [{ node: { title: 'Call lists', observation: null } }] } });
    });

    it('opens to nobody by an agreement on lessons who may not read the incident by it', async () => {
      const baltic = { level: 'NR', releasableTo: ['EST', 'BALTIC'] };
      const { id } = await incident(baltic);
      expect(await planner('LVA').read(`incident(id: "${id}") { name }`)).toBeNull();
      expect((await record('EST', { incidents: [id], label: baltic })).problems).toEqual([
        {
          code: 'LABEL_NOT_ALLOWED',
          message: 'what it is made from asks for `NATO RESTRICTED REL TO EST` at least',
          path: ['input', 'label'],
        },
      ]);
      const { lesson, problems } = await record('EST', { label: baltic });
      expect(problems).toEqual([]);
      const { title } = (await planner('LVA').read(`lesson(id: "${(lesson as Made).id}") { title }`)) as {
        title: string;
      };
      expect(title).toBe('Call lists');
    });

    it('of a hidden incident is one of an incident that never existed', async () => {
      const hidden = await incident({ level: 'NR', releasableTo: ['LVA'] });
      const of = (id: string) => record('POL', { incidents: [id] });
      expect(await of(hidden.id)).toEqual(await of(absent('i')));
      expect((await of(hidden.id)).problems).toEqual(notFound('incidents', '0'));
    });

    it('goes from observation to lesson learned, or is rejected', async () => {
      const { lesson } = await record('EST', {});
      const progress = (to: string, { id, version }: Made, nation = 'EST') =>
        planner(nation).write('progressLesson', { id, version, to }, 'lesson { id version status }');
      let latest = lesson as Made;
      expect((await progress('LESSON_LEARNED', latest)).problems).toEqual([
        {
          code: 'CONFLICT',
          message: 'OBSERVATION may become LESSON_IDENTIFIED, REJECTED, not LESSON_LEARNED',
          path: ['input', 'to'],
        },
      ]);
      expect((await progress('REJECTED', latest, 'LVA')).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      for (const to of ['LESSON_IDENTIFIED', 'ACTION_PLANNED', 'IMPLEMENTED', 'VALIDATED', 'LESSON_LEARNED']) {
        const { lesson: next, problems } = await progress(to, latest);
        expect(problems).toEqual([]);
        expect(next).toMatchObject({ status: to });
        latest = next as Made;
      }
      expect((await progress('REJECTED', latest)).problems).toMatchObject([
        { message: 'LESSON_LEARNED has no step after it, not REJECTED' },
      ]);
    });
  });
});
