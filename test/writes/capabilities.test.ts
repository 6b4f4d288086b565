import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { assistance, released } from './assistance.ts';
import { Writer } from './Writer.ts';

const absent = (nation: string, kind: string) => `${nation}:${kind}:${'0'.repeat(26)}`;
const notFound = (...path: string[]) => [
  { code: 'NOT_FOUND', message: 'there is no such record', path: ['input', ...path] },
];

describe('capabilities are registered and offered', () => {
  let alliance: TestAlliance;
  let manager: ReturnType<typeof assistance>['manager'];
  let capability: ReturnType<typeof assistance>['capability'];
  const analyst = (nation: string) => new Writer(alliance, { nation, level: 'NS', roles: ['ANALYST'] });

  beforeAll(async () => {
    alliance = await startTestAlliance();
    ({ manager, capability } = assistance(alliance));
  });
  afterAll(() => alliance.stop());

  describe('a capability', () => {
    it('is there for whom its label lets in, each portion for whom that does', async () => {
      const { id } = await capability('EST', {
        portions: [{ field: 'headcount', label: { level: 'NC', releasableTo: ['LVA'] } }],
      });
      const as = (nation: string) => manager(nation).read(`capability(id: "${id}") { name readiness headcount }`);
      expect(await as('LVA')).toEqual({ name: 'Forensics team', readiness: 'R24H', headcount: 6 });
      expect(await as('POL')).toEqual({ name: 'Forensics team', readiness: 'R24H', headcount: null });
    });

    it('is registered by a manager, and its effect by one who may read of effects', async () => {
      const input = { name: 'x', kind: 'SOVEREIGN_EFFECT', readiness: 'R72H', label: { level: 'NS' } };
      expect(await analyst('EST').refused('registerCapability', input)).toMatchObject([
        { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
      ]);
      const effect = { description: 'Sinkholing', approvalAuthority: 'Government' };
      expect(await manager('EST').refused('registerCapability', { ...input, effect })).toMatchObject([
        { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } },
      ]);
      const cleared = manager('EST', { categories: ['coi:AGENCY', 'coi:SCEPVA'] });
      expect(await cleared.write('registerCapability', { ...input, effect }, 'capability { name }')).toEqual({
        capability: { name: 'x' },
        problems: [],
      });
    });

    it('changes its readiness by its own people, who have read its latest version', async () => {
      const { id, version } = await capability('EST');
      const set = (nation: string, to: object) =>
        manager(nation).write(
          'setReadiness',
          { id, version, readiness: 'COMMITTED', ...to },
          'capability { readiness }',
        );
      expect(await set('LVA', {})).toMatchObject({ capability: null, problems: [{ code: 'NOT_ALLOWED' }] });
      expect(await set('EST', {})).toEqual({ capability: { readiness: 'COMMITTED' }, problems: [] });
      expect(await set('EST', {})).toMatchObject({ capability: null, problems: [{ code: 'STALE_VERSION' }] });
    });

    it('that is hidden was never there', async () => {
      const { id, version } = await capability('EST', { label: { level: 'NR' } });
      const set = (at: string) => manager('LVA').write('setReadiness', { id: at, version, readiness: 'R6H' });
      expect(await set(id)).toEqual(await set(absent('EST', 'c')));
      expect((await set(id)).problems).toEqual(notFound('id'));
    });
  });

  describe('an offer', () => {
    const offer = (changes: object, nation = 'EST') =>
      manager(nation).write(
        'offerCapability',
        { from: '2026-07-01T00:00:00Z', label: released, to: ['LVA'], ...changes },
        'offer { to { code } from until under { code } label { banner } }',
      );
    const agreement = async (code: string) => {
      const found = (await manager('EST').read(`agreements { id code }`)) as { id: string; code: string }[];
      return found.find((one) => one.code === code)?.id ?? '';
    };

    it('names nations, coalitions written out', async () => {
      const { id } = await capability('EST', { label: { level: 'NR', releasableTo: ['NATO'] } });
      const { offer: one } = await offer({
        capability: id,
        to: ['NATO'],
        label: { level: 'NR', releasableTo: ['NATO'] },
      });
      const { to } = one as { to: { code: string }[] };
      expect(to).toHaveLength(31);
      expect(to.slice(0, 2)).toEqual([{ code: 'ALB' }, { code: 'BEL' }]);
      const found = await manager('POL').read(
        `capabilities(nations: ["EST"], where: { offeredTo: "POL" }) { edges { node { id } } }`,
      );
      expect(found).toEqual({ edges: [{ node: { id } }] });
    });

    it('goes to nobody whom its label keeps out, and to no name that is not public', async () => {
      const { id } = await capability('EST');
      expect((await offer({ capability: id, to: ['NATO'] })).problems).toEqual([
        { code: 'LABEL_NOT_ALLOWED', message: 'the label does not let `ALB` in', path: ['input', 'to'] },
      ]);
      expect((await offer({ capability: id, to: ['EST-LVA'] })).problems).toMatchObject([
        { code: 'INVALID', path: ['input', 'to'] },
      ]);
    });

    it('is as strict as what it offers', async () => {
      const { id } = await capability('EST', { label: { level: 'NC', releasableTo: ['LVA', 'POL'] } });
      expect((await offer({ capability: id })).problems).toEqual([
        {
          code: 'LABEL_NOT_ALLOWED',
          message: 'what it is made from asks for `NATO CONFIDENTIAL REL TO EST, LVA, POL` at least',
          path: ['input', 'label'],
        },
      ]);
    });

    it('rests on an agreement only where that binds everybody, for all of the time', async () => {
      const { id } = await capability('EST');
      const bilateral = await agreement('EST-LVA');
      const baltic = await agreement('BALTIC');
      expect(await offer({ capability: id, agreement: bilateral })).toMatchObject({
        problems: [],
        offer: { under: { code: 'EST-LVA' }, to: [{ code: 'LVA' }] },
      });
      const required = [{ code: 'AGREEMENT_REQUIRED', path: ['input', 'agreement'] }];
      expect((await offer({ capability: id, agreement: bilateral, to: ['LVA', 'POL'] })).problems).toMatchObject(
        required,
      );
      const ends = { capability: id, agreement: baltic };
      expect((await offer({ ...ends, until: '2029-12-31T00:00:00Z' })).problems).toEqual([]);
      expect((await offer({ ...ends, until: '2030-01-01T00:00:00Z' })).problems).toMatchObject(required);
      expect((await offer({ capability: id, agreement: absent('ALLIANCE', 'g') })).problems).toEqual(
        notFound('agreement'),
      );
    });

    it('is of an own capability that the writer sees', async () => {
      const theirs = await capability('LVA');
      const hidden = await capability('LVA', { label: { level: 'NR' } });
      expect((await offer({ capability: theirs.id })).problems).toMatchObject([{ code: 'NOT_ALLOWED' }]);
      expect((await offer({ capability: hidden.id })).problems).toEqual(notFound('capability'));
      expect((await offer({ capability: absent('EST', 'c') })).problems).toEqual(notFound('capability'));
    });
  });
});
