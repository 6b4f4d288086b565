import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { assistance, released, type Made } from './assistance.ts';
import { Writer } from './Writer.ts';

const absent = (nation: string, kind: string) => `${nation}:${kind}:${'0'.repeat(26)}`;
const notFound = (...path: string[]) => [
  { code: 'NOT_FOUND', message: 'there is no such record', path: ['input', ...path] },
];

describe('help is asked for, offered and taken up', () => {
  let alliance: TestAlliance;
  let manager: ReturnType<typeof assistance>['manager'];
  let capability: ReturnType<typeof assistance>['capability'];
  let request: ReturnType<typeof assistance>['request'];
  let answer: ReturnType<typeof assistance>['answer'];
  const analyst = (nation: string) => new Writer(alliance, { nation, level: 'NS', roles: ['ANALYST'] });

  beforeAll(async () => {
    alliance = await startTestAlliance();
    ({ manager, capability, request, answer } = assistance(alliance));
  });
  afterAll(() => alliance.stop());

  const advance = (nation: string, { id, version }: Made, to: string, answers: readonly string[] = []) =>
    manager(nation).write(
      'advanceRequest',
      { id, version, to, answers },
      'request { id version status accepted { id by { code } } label { banner originators } }',
    );
  const latest = async (nation: string, { id }: Made) =>
    (await manager(nation).read(`capabilityRequest(id: "${id}") { id version }`)) as Made;

  describe('a request', () => {
    const ask = (nation: string, input: object) =>
      manager(nation).write(
        'requestCapability',
        { kinds: ['OT_ICS'], urgency: 'FLASH', to: ['LVA'], label: released, ...input },
        'request { status to { code } label { banner originators } }',
      );

    it('reaches those who are asked', async () => {
      const { id } = await request('EST');
      const as = (nation: string) =>
        manager(nation).read(`capabilityRequest(id: "${id}") { status need requester { code } to { code } }`);
      expect(await as('POL')).toEqual({
        status: 'OPEN',
        need: 'Images of forty workstations.',
        requester: { code: 'EST' },
        to: [{ code: 'LVA' }, { code: 'POL' }],
      });
    });

    it('asks nobody whom its label keeps out', async () => {
      expect((await ask('EST', { to: ['LVA', 'DEU'] })).problems).toEqual([
        { code: 'LABEL_NOT_ALLOWED', message: 'the label does not let `DEU` in', path: ['input', 'to'] },
      ]);
    });

    it('is as strict as the incident that it is for, of whatever nation', async () => {
      const report = { name: 'Wiper', severity: 'S4_SEVERE', label: { level: 'NC', releasableTo: ['LVA'] } };
      const { incident } = await manager('EST').write('reportIncident', report, 'incident { id }');
      const { id } = incident as Made;
      expect((await ask('LVA', { incident: id, to: ['EST'] })).problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
      expect(
        await ask('LVA', { incident: id, to: ['EST'], label: { level: 'NC', releasableTo: ['EST'] } }),
      ).toMatchObject({ problems: [], request: { label: { originators: ['EST', 'LVA'] } } });
      const hidden = await ask('POL', { incident: id, to: ['LVA'] });
      expect(hidden).toEqual(await ask('POL', { incident: absent('EST', 'i'), to: ['LVA'] }));
      expect(hidden.problems).toEqual(notFound('incident'));
    });

    it('that was made from another nation is relabelled within what that asks for, portions and all', async () => {
      const report = { name: 'Wiper', severity: 'S4_SEVERE', label: { level: 'NR', releasableTo: ['LVA', 'POL'] } };
      const { incident } = await manager('EST').write('reportIncident', report, 'incident { id }');
      const own = await request('LVA', {
        incident: (incident as Made).id,
        to: ['EST'],
        portions: [{ field: 'need', label: { level: 'NC', releasableTo: ['EST'] } }],
      });
      const relabel = (level: string) =>
        manager('LVA').write('relabelRecord', { ...own, label: { level, releasableTo: ['EST'] } });
      expect((await relabel('NU')).problems).toMatchObject([{ code: 'LABEL_NOT_ALLOWED' }]);
      expect((await relabel('NR')).problems).toEqual([]);
    });
  });

  describe('an answer', () => {
    it('is labelled like the request, and is read by those whom it lets in', async () => {
      const asked = await request('EST');
      await answer('LVA', asked, { terms: 'Two weeks.' });
      const read = (nation: string) =>
        manager(nation).read(
          `capabilityRequest(id: "${asked.id}") { responses { edges { node { response terms by { code } capability { name } label { banner } } } } }`,
        );
      expect(await read('POL')).toEqual({
        responses: {
          edges: [
            {
              node: {
                response: 'OFFER',
                terms: 'Two weeks.',
                by: { code: 'LVA' },
                capability: { name: 'Forensics team' },
                label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL' },
              },
            },
          ],
        },
      });
    });

    it('offers an own capability that the writer sees, and nothing else offers one', async () => {
      const asked = await request('EST');
      const own = await capability('LVA');
      const theirs = await capability('POL');
      const respond = (input: object) => manager('LVA').write('respondToRequest', { request: asked.id, ...input });
      const at = { path: ['input', 'capability'] };
      expect((await respond({ response: 'OFFER' })).problems).toMatchObject([{ code: 'INVALID', ...at }]);
      expect((await respond({ response: 'DECLINE', capability: own.id })).problems).toMatchObject([
        { code: 'INVALID', ...at },
      ]);
      expect((await respond({ response: 'OFFER', capability: theirs.id })).problems).toMatchObject([
        { code: 'NOT_ALLOWED', ...at },
      ]);
      expect((await respond({ response: 'OFFER', capability: absent('LVA', 'c') })).problems).toEqual(
        notFound('capability'),
      );
      expect((await respond({ response: 'NEED_MORE_INFORMATION' })).problems).toEqual([]);
    });

    it('is never of the requester, and never to a request that waits no more', async () => {
      const asked = await request('EST');
      const decline = { request: asked.id, response: 'DECLINE' };
      expect((await manager('EST').write('respondToRequest', decline)).problems).toMatchObject([
        { code: 'NOT_ALLOWED' },
      ]);
      await advance('EST', asked, 'WITHDRAWN');
      expect((await manager('LVA').write('respondToRequest', decline)).problems).toEqual([
        { code: 'CONFLICT', message: 'the request waits for no answer any more', path: ['input', 'request'] },
      ]);
    });

    it('to a hidden request is one to a request that never existed', async () => {
      const asked = await request('EST', { to: ['LVA'], label: { level: 'NR', releasableTo: ['LVA'] } });
      const decline = (id: string) => manager('POL').write('respondToRequest', { request: id, response: 'DECLINE' });
      expect(await decline(asked.id)).toEqual(await decline(absent('EST', 'r')));
      expect((await decline(asked.id)).problems).toEqual(notFound('request'));
    });
  });

  describe('a request goes on', () => {
    it('from acceptance to the end, by the answers that were taken up', async () => {
      const asked = await request('EST');
      const [one, other] = [await answer('LVA', asked), await answer('POL', asked)];
      const accepted = await advance('EST', asked, 'ACCEPTED', [one.id, other.id]);
      expect(accepted).toMatchObject({
        problems: [],
        request: {
          status: 'ACCEPTED',
          accepted: [{ by: { code: 'LVA' } }, { by: { code: 'POL' } }],
          label: { banner: 'NATO RESTRICTED REL TO EST, LVA, POL', originators: ['EST', 'LVA', 'POL'] },
        },
      });
      const late = await manager('POL').write('respondToRequest', { request: asked.id, response: 'DECLINE' });
      expect(late.problems).toMatchObject([{ code: 'CONFLICT', path: ['input', 'request'] }]);
      const deployed = await advance('EST', await latest('EST', asked), 'DEPLOYED');
      expect(deployed).toMatchObject({ problems: [], request: { status: 'DEPLOYED' } });
      const again = await advance('EST', await latest('EST', asked), 'OPEN');
      expect(again.problems).toEqual([
        { code: 'CONFLICT', message: 'DEPLOYED may become COMPLETED, WITHDRAWN, not OPEN', path: ['input', 'to'] },
      ]);
      const done = await advance('EST', await latest('EST', asked), 'COMPLETED');
      expect(done).toMatchObject({ problems: [], request: { status: 'COMPLETED', accepted: [{}, {}] } });
    });

    it('by its own people alone', async () => {
      const asked = await request('EST');
      expect((await advance('LVA', await latest('LVA', asked), 'WITHDRAWN')).problems).toMatchObject([
        { code: 'NOT_ALLOWED' },
      ]);
      const refused = await analyst('EST').refused('advanceRequest', { ...asked, to: 'WITHDRAWN' });
      expect(refused).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    });

    it('on answers to this very request that say so, or not at all', async () => {
      const [asked, another] = [await request('EST'), await request('EST')];
      const elsewhere = await answer('LVA', another);
      const declined = await answer('LVA', asked, { response: 'DECLINE', capability: undefined });
      const at = { code: 'INVALID', path: ['input', 'answers', '0'] };
      expect((await advance('EST', asked, 'ACCEPTED')).problems).toMatchObject([
        { code: 'INVALID', path: ['input', 'answers'] },
      ]);
      expect((await advance('EST', asked, 'ACCEPTED', [elsewhere.id])).problems).toEqual([
        { ...at, message: 'answers another request' },
      ]);
      expect((await advance('EST', asked, 'ACCEPTED', [declined.id])).problems).toEqual([
        { ...at, message: 'ACCEPTED rests on answers that say OFFER' },
      ]);
      expect((await advance('EST', asked, 'WITHDRAWN', [declined.id])).problems).toMatchObject([{ code: 'INVALID' }]);
      expect(await advance('EST', asked, 'DECLINED', [declined.id])).toMatchObject({
        problems: [],
        request: { status: 'DECLINED', accepted: [] },
      });
    });

    it('an answer that the writer may not see was never given', async () => {
      const asked = await request('EST');
      const secret = await answer('LVA', asked, { label: { level: 'NS', releasableTo: ['EST'] } });
      const restricted = manager('EST', { level: 'NR' });
      const { version } = (await restricted.read(`capabilityRequest(id: "${asked.id}") { version }`)) as Made;
      const accept = (answerId: string) =>
        restricted.write('advanceRequest', { id: asked.id, version, to: 'ACCEPTED', answers: [answerId] });
      expect(await accept(secret.id)).toEqual(await accept(absent('LVA', 'w')));
      expect((await accept(secret.id)).problems).toEqual(notFound('answers', '0'));
    });

    it.each(['MATCHED', 'ACCEPTED'])('%s tells nobody of an answer that they cannot see', async (status) => {
      const asked = await request('EST');
      const quiet = await answer('LVA', asked, {
        label: { level: 'NR', releasableTo: ['EST'] },
        capability: (await capability('LVA')).id,
      });
      const asPole = () =>
        manager('POL').read(
          `capabilityRequest(id: "${asked.id}") { version status responses { edges { node { id } } } }`,
        );
      const before = await asPole();
      expect(before).toMatchObject({ status: 'OPEN', responses: { edges: [] } });
      expect((await advance('EST', asked, status, [quiet.id])).problems).toEqual([
        {
          code: 'LABEL_NOT_ALLOWED',
          message: 'this asks for `NATO RESTRICTED REL TO EST, LVA` at least: relabel the record first',
          path: ['input', 'answers'],
        },
      ]);
      expect(await asPole()).toEqual(before);
      const label = { level: 'NR', releasableTo: ['LVA'] };
      expect((await manager('EST').write('relabelRecord', { ...asked, label })).problems).toEqual([]);
      const advanced = await advance('EST', await latest('EST', asked), status, [quiet.id]);
      expect(advanced).toMatchObject({ problems: [], request: { status } });
      expect(await asPole()).toBeNull();
      const wider = { ...(await latest('EST', asked)), label: released };
      expect((await manager('EST').write('relabelRecord', wider)).problems).toMatchObject([
        { code: 'LABEL_NOT_ALLOWED' },
      ]);
    });
  });
});
