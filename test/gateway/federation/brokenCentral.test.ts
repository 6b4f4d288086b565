import { afterAll, expect, it } from 'vitest';
import { ourContract } from '../../support/ourContract.ts';
import { AskedGateway } from './AskedGateway.ts';

/** What the subgraph of the alliance answers. */
let data: Record<string, unknown> = {};
const gateway = new AskedGateway(ourContract().supergraphSdl, [['alliance', async () => ({ data })]]);
afterAll(() => gateway.stop());

const agreement = (fields: object) => ({
  __typename: 'Agreement',
  __gw_key: 'ALLIANCE-1',
  __gw_marking: 'NR REL TO EST,LVA ORIGINATOR EST CREATED 2025-01-01',
  title: 'EST-LVA',
  ...fields,
});
const nation = (code: unknown) => ({ __typename: 'Nation', __gw_key: 'EST', code, name: 'Estonia' });
const ask = (query: string) => gateway.ask({}, query);

it('a record of the alliance is not there if anything in it is wrong', async () => {
  const query = '{ agreements { title parties { code } } }';
  data = { agreements: [agreement({ parties: [nation('EST')] })] };
  expect((await ask(query)).data).toEqual({ agreements: [{ title: 'EST-LVA', parties: [{ code: 'EST' }] }] });
  for (const wrong of [{ title: 7 }, { parties: [nation(7)] }, { parties: 'EST' }, { __gw_marking: 'NR' }]) {
    data = { agreements: [agreement({ parties: [nation('EST')], ...wrong }), agreement({ parties: [] })] };
    expect(await ask(query)).toEqual({
      data: { agreements: [{ title: 'EST-LVA', parties: [] }] },
      errors: [],
      alarms: ['ALLIANCE'],
    });
  }
});

it('what is no record keeps its other fields, and so do other answers', async () => {
  data = { nation: { ...nation('EST'), agency: 'none' } };
  expect(await ask('{ nation(code: "EST") { code agency { name } } }')).toEqual({
    data: { nation: { code: 'EST', agency: null } },
    errors: [['nation.agency', 'INTERNAL_SERVER_ERROR']],
    alarms: [],
  });
  data = { nation: nation('EST'), other: { ...nation('LVA'), __typename: 'Agency' } };
  expect(await ask('{ nation(code: "EST") { code } other: nation(code: "LVA") { name } }')).toEqual({
    data: { nation: { code: 'EST' }, other: null },
    errors: [['other', 'INTERNAL_SERVER_ERROR']],
    alarms: [],
  });
});
