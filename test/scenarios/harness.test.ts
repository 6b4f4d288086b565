import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';

let alliance: TestAlliance;
beforeAll(async () => {
  console.time('start');
  alliance = await startTestAlliance({ records: 'generated' });
  console.timeEnd('start');
});
afterAll(() => alliance.stop());

it('a reader gets incidents of every nation', async () => {
  console.log([...alliance.records].map(([c, r]) => [c, r.length, JSON.stringify(Object.fromEntries(Object.entries(Object.groupBy(r, (x) => x.__typename)).map(([k, v]) => [k, v?.length])))].join(' ')).join('\n'));
  console.time('ask');
  const answer = await alliance.as({ nation: 'EST' }).ask('{ incidents(first: 50) { edges { node { id owner { name } lessons { edges { node { id title } } } } } coverage { complete asked } } }');
  console.timeEnd('ask');
  console.log(answer.text.slice(0, 800), answer.headers, alliance.requests().length, alliance.log.slice(-3));
  expect(answer.status).toBe(200);
});
