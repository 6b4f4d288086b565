import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, wednesday, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

interface Made {
  readonly id: string;
  readonly version: string;
}

const released = { level: 'NR', releasableTo: ['LVA', 'POL', 'DEU'] };
const forLatvia = { level: 'NS', releasableTo: ['LVA'] };
const report = {
  name: 'Wiper at a substation',
  severity: 'S4_SEVERE',
  description: 'Workstations of two substations do not boot.',
  attribution: { actor: 'HOLLOW PINE', confidence: 60 },
  label: released,
  portions: [{ field: 'attribution', label: forLatvia }],
};
const hours = 3_600_000;
const absent = (nation: string, kind: string) => `${nation}:${kind}:${'0'.repeat(26)}`;
const notFound = (...path: string[]) => [
  { code: 'NOT_FOUND', message: 'there is no such record', path: ['input', ...path] },
];

describe('more of an incident is asked for at its owner', () => {
  let alliance: TestAlliance;
  const someone = (nation: string, role: string, more = {}) =>
    new Writer(alliance, { nation, level: 'NS', roles: [role], subject: `${nation}-${role}`, ...more });
  const coordinator = (nation: string, more = {}) => someone(nation, 'INCIDENT_COORDINATOR', more);

  beforeAll(async () => {
    alliance = await startTestAlliance({ nations: ['DEU', 'EST', 'LVA', 'POL'] });
  });
  afterAll(() => alliance.stop());

  const reported = async (changes: object = {}): Promise<Made> => {
    const payload = await coordinator('EST').write(
      'reportIncident',
      { ...report, ...changes },
      'incident { id version }',
    );
    expect(payload.problems).toEqual([]);
    return payload['incident'] as Made;
  };
  const ask = (incident: string, changes: object = {}, as = coordinator('POL')) =>
    as.write(
      'requestRelease',
      { incident, field: 'attribution', reason: 'We see the same tools.', ...changes },
      'request { id version }',
    );
  const asked = async (incident: Made, changes: object = {}): Promise<Made> => {
    const payload = await ask(incident.id, changes);
    expect(payload.problems).toEqual([]);
    return payload['request'] as Made;
  };
  const answer = (request: string, input: object, as = someone('EST', 'SECURITY_OFFICER')) =>
    as.write('answerRelease', { request, reason: 'For your analysts.', ...input }, 'answer { id granted reason }');
  const granted = async (incident: Made, request: Made) => {
    const { version } = (await coordinator('EST').read(`incident(id: "${incident.id}") { version }`)) as Made;
    return answer(request.id, { grant: true, version });
  };
  const everything = (nation: string, { id }: Made) =>
    coordinator(nation).read(
      `incident(id: "${id}") { version name description attribution { actor } updatedAt label { banner }
        fieldMarkings { field banner } timeline { edges { node { kind text } } }
        releaseRequests { edges { node { id answers { edges { node { granted } } } } } } }`,
    );
  const requests = (nation: string, { id }: Made) =>
    coordinator(nation).read(
      `incident(id: "${id}") { releaseRequests { edges { node { field reason status answerBy requester { code }
        label { banner } answers { edges { node { granted reason by { code } } } } } } } }`,
    );

  it('the request is for the two nations alone, with a clock by severity', async () => {
    const incident = await reported();
    await asked(incident);
    const seen = {
      releaseRequests: {
        edges: [
          {
            node: {
              field: 'attribution',
              reason: 'We see the same tools.',
              status: 'OPEN',
              answerBy: new Date(wednesday + 4 * hours).toISOString(),
              requester: { code: 'POL' },
              label: { banner: 'NATO RESTRICTED REL TO EST, POL' },
              answers: { edges: [] },
            },
          },
        ],
      },
    };
    expect(await requests('EST', incident)).toEqual(seen);
    expect(await requests('POL', incident)).toEqual(seen);
    expect(await requests('LVA', incident)).toEqual({ releaseRequests: { edges: [] } });
  });

  it('its grant shows in the next query of those who asked, and changes what nobody else reads', async () => {
    const incident = await reported();
    const request = await asked(incident);
    const before = [await everything('DEU', incident), await everything('EST', incident)];
    const grant = await granted(incident, request);
    expect(grant).toMatchObject({ problems: [], answer: { granted: true, reason: 'For your analysts.' } });
    expect(await everything('POL', incident)).toMatchObject({
      attribution: { actor: 'HOLLOW PINE' },
      fieldMarkings: [{ field: 'attribution', banner: 'NATO SECRET REL TO EST, LVA, POL' }],
      releaseRequests: { edges: [{ node: { answers: { edges: [{ node: { granted: true } }] } } }] },
    });
    expect(await everything('DEU', incident)).toEqual(before[0]);
    expect(await everything('LVA', incident)).toMatchObject({ releaseRequests: { edges: [] } });
    expect(await everything('EST', incident)).toMatchObject({
      label: { banner: 'NATO RESTRICTED REL TO DEU, EST, LVA, POL' },
    });
    expect(before[0]).toMatchObject({ attribution: null });
  });

  it('a refusal changes nothing, and is read by those who asked', async () => {
    const incident = await reported();
    const request = await asked(incident);
    const refused = await answer(request.id, { grant: false, reason: 'Not yet.' });
    expect(refused).toMatchObject({ problems: [], answer: { granted: false } });
    expect(await everything('POL', incident)).toMatchObject({ attribution: null });
    expect(await requests('POL', incident)).toMatchObject({
      releaseRequests: {
        edges: [{ node: { answers: { edges: [{ node: { granted: false, reason: 'Not yet.' } }] } } }],
      },
    });
  });

  it('is asked and granted alike whether or not there is anything', async () => {
    const shown = async (changes: object) => {
      const incident = await reported(changes);
      const { problems, request } = await ask(incident.id);
      const { problems: answered, answer: given } = await granted(incident, request as Made);
      const { granted: said } = given as { granted: boolean };
      return { problems, answered, said, requests: await requests('POL', incident) };
    };
    expect(await shown({})).toEqual(await shown({ attribution: undefined, portions: [] }));
  });

  it('what is hidden from the officer is as if it were not there', async () => {
    const secret = { attribution: { actor: 'HOLLOW PINE' }, portions: [{ field: 'attribution', label: forLatvia }] };
    const incident = await reported(secret);
    const request = await asked(incident);
    const officer = someone('EST', 'SECURITY_OFFICER', { level: 'NR' });
    const { version } = (await officer.read(`incident(id: "${incident.id}") { version }`)) as Made;
    const grant = await answer(request.id, { grant: true, version }, officer);
    expect(grant).toMatchObject({ problems: [], answer: { granted: true } });
    expect(await everything('POL', incident)).toMatchObject({ attribution: null });
  });

  it('a hidden incident is one that never existed', async () => {
    const incident = await reported({ label: { level: 'NR', releasableTo: ['LVA'] } });
    const hidden = await ask(incident.id);
    expect(hidden).toEqual(await ask(absent('EST', 'i')));
    expect(hidden.problems).toEqual(notFound('incident'));
  });

  it('a request that another nation made of the owner is for nobody else to answer', async () => {
    const request = await asked(await reported());
    const latvian = someone('LVA', 'SECURITY_OFFICER');
    expect(await answer(request.id, { grant: false }, latvian)).toEqual(
      await answer(absent('POL', 'q'), { grant: false }, latvian),
    );
    expect((await answer(request.id, { grant: false }, someone('POL', 'SECURITY_OFFICER'))).problems).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
  });

  it('is not asked of oneself, nor without a reason', async () => {
    const incident = await reported();
    expect((await ask(incident.id, {}, coordinator('EST'))).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    expect((await ask(incident.id, { reason: ' ' })).problems).toMatchObject([{ code: 'INVALID' }]);
  });

  it('is for some roles alone, on both sides', async () => {
    const incident = await reported();
    const request = await asked(incident);
    const refused = [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }];
    const asks = { incident: incident.id, field: 'attribution', reason: 'x' };
    expect(await someone('POL', 'POLICY_STAFF').refused('requestRelease', asks)).toMatchObject(refused);
    const answers = { request: request.id, grant: true, version: incident.version, reason: 'x' };
    expect(await someone('EST', 'ANALYST').refused('answerRelease', answers)).toMatchObject(refused);
  });

  it('sent twice under one reference is asked once; without, each stands for itself', async () => {
    const incident = await reported();
    const first = await asked(incident, { clientReference: 'ask 1' });
    expect(await asked(incident, { clientReference: 'ask 1' })).toEqual(first);
    expect((await asked(incident)).id).not.toBe(first.id);
    expect((await granted(incident, first)).problems).toEqual([]);
    const [other] = (
      (await coordinator('EST').read(
        `incident(id: "${incident.id}") { releaseRequests { edges { node { id } } } }`,
      )) as {
        releaseRequests: { edges: { node: Made }[] };
      }
    ).releaseRequests.edges.filter(({ node }) => node.id !== first.id);
    expect((await granted(incident, other?.node as Made)).problems).toEqual([]);
  });

  it('is released as the officer has read it, or not', async () => {
    const incident = await reported();
    const request = await asked(incident);
    expect((await answer(request.id, { grant: true })).problems).toMatchObject([
      { code: 'INVALID', path: ['input', 'version'] },
    ]);
    const change = { ...incident, attribution: { actor: 'HOLLOW PINE', confidence: 90 } };
    expect((await coordinator('EST').write('updateIncident', change)).problems).toEqual([]);
    expect((await answer(request.id, { grant: true, version: incident.version })).problems).toMatchObject([
      { code: 'STALE_VERSION', path: ['input', 'version'] },
    ]);
  });

  describe('a grant releases to a nation and lifts nothing else', () => {
    const portion = (label: object) => ({ portions: [{ field: 'attribution', label }] });
    it.each([
      ['EYES ONLY', portion({ ...forLatvia, eyesOnly: ['EST', 'LVA'] }), 'its label keeps nationals of `POL` out'],
      [
        'EYES ONLY of a coalition',
        portion({ level: 'NS', releasableTo: ['LVA', 'POL'], eyesOnly: ['EST', 'LVA'] }),
        'its label keeps nationals of `POL` out',
      ],
    ])('%s stays', async (_what, changes, message) => {
      const incident = await reported(changes);
      const request = await asked(incident);
      expect((await granted(incident, request)).problems).toEqual([
        { code: 'LABEL_NOT_ALLOWED', message, path: ['input', 'grant'] },
      ]);
      expect(await requests('POL', incident)).toMatchObject({
        releaseRequests: { edges: [{ node: { answers: { edges: [] } } }] },
      });
    });

    it('a category and a level that readers lack keep them out still', async () => {
      const incident = await reported(portion({ ...forLatvia, categories: ['coi:AGENCY'] }));
      const request = await asked(incident);
      const officer = someone('EST', 'SECURITY_OFFICER', { categories: ['coi:AGENCY'] });
      const { version } = (await officer.read(`incident(id: "${incident.id}") { version }`)) as Made;
      expect((await answer(request.id, { grant: true, version }, officer)).problems).toEqual([]);
      const as = (more: object) =>
        coordinator('POL', more).read(`incident(id: "${incident.id}") { attribution { actor } }`);
      expect(await as({ categories: ['coi:AGENCY'] })).toEqual({ attribution: { actor: 'HOLLOW PINE' } });
      expect(await as({ categories: [] })).toEqual({ attribution: null });
      expect(await as({ level: 'NC', categories: ['coi:AGENCY'] })).toEqual({ attribution: null });
    });

    it('a request about an incident that is narrowed meanwhile is gone with it', async () => {
      const incident = await reported();
      const request = await asked(incident);
      const label = { level: 'NR', releasableTo: ['LVA'] };
      expect((await coordinator('EST').write('relabelRecord', { ...incident, label })).problems).toEqual([]);
      expect(
        await coordinator('POL').read('releaseRequests(nations: ["POL"]) { edges { node { incident { id } } } }'),
      ).toEqual({
        edges: expect.not.arrayContaining([{ node: { incident: { id: incident.id } } }]) as unknown,
      });
      const close = (id: string) =>
        coordinator('POL').write('closeRelease', { request: id, version: request.version, to: 'WITHDRAWN' });
      expect(await close(request.id)).toEqual(await close(absent('POL', 'q')));
      expect((await granted(incident, request)).problems).toEqual(notFound('request'));
    });
  });

  describe('a request is closed', () => {
    const close = (request: Made, input: object, nation = 'POL') =>
      coordinator(nation).write(
        'closeRelease',
        { request: request.id, version: request.version, ...input },
        'request { status }',
      );

    it('by the answer that it rests on, and is then answered no more', async () => {
      const incident = await reported();
      const request = await asked(incident);
      const { answer: given } = await answer(request.id, { grant: false });
      const { id } = given as Made;
      expect((await close(request, { to: 'GRANTED', answer: id })).problems).toMatchObject([{ code: 'INVALID' }]);
      expect((await close(request, { to: 'REFUSED' })).problems).toMatchObject([{ code: 'INVALID' }]);
      expect((await close(request, { to: 'WITHDRAWN', answer: id })).problems).toMatchObject([{ code: 'INVALID' }]);
      const another = await asked(incident);
      expect((await close(another, { to: 'REFUSED', answer: id })).problems).toMatchObject([{ code: 'INVALID' }]);
      expect((await close(request, { to: 'REFUSED', answer: id }, 'EST')).problems).toMatchObject([
        { code: 'NOT_ALLOWED' },
      ]);
      expect(await close(request, { to: 'REFUSED', answer: id })).toMatchObject({
        problems: [],
        request: { status: 'REFUSED' },
      });
      expect((await answer(request.id, { grant: false })).problems).toEqual([
        { code: 'CONFLICT', message: 'REFUSED has no step after it, not REFUSED', path: ['input', 'request'] },
      ]);
    });
  });

  it('those whose time has run out are found by a filter', async () => {
    const incident = await reported({ severity: 'S5_EMERGENCY' });
    const open = await asked(incident);
    const closed = await asked(incident);
    await coordinator('POL').write('closeRelease', { request: closed.id, version: closed.version, to: 'WITHDRAWN' });
    const overdue = async (at: number) => {
      const where = `{ status: [OPEN], answerBy: { to: "${new Date(at).toISOString()}" } }`;
      const found = await coordinator('EST').read(`releaseRequests(where: ${where}) { edges { node { id } } }`);
      return (found as { edges: { node: Made }[] }).edges.map(({ node }) => node.id);
    };
    expect(await overdue(wednesday + hours)).not.toContain(open.id);
    expect(await overdue(wednesday + hours + 1)).toContain(open.id);
    expect(await overdue(wednesday + hours + 1)).not.toContain(closed.id);
  });
});
