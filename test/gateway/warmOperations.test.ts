import { afterAll, beforeAll, expect, it } from 'vitest';
import { preparation } from '../../gateway/operation/preparation.ts';
import { startWholeGateway } from './startWholeGateway.ts';

let whole: Awaited<ReturnType<typeof startWholeGateway>>;
beforeAll(async () => {
  whole = await startWholeGateway();
});
afterAll(() => whole.stop());

const query = `query ($code: NationCode!, $more: Boolean!, $first: Int!) {
  nation(code: $code) { name ... @include(if: $more) { isMember } incidents(first: $first) { edges { node { name label { banner } } } } }
}`;
const variants = ['EST', 'LVA', 'POL'].flatMap((code) =>
  [true, false].flatMap((more) => [1, 20].map((first) => ({ code, more, first }))),
);

it('what readers of one class have asked before is not parsed, validated, rewritten or planned again', async () => {
  const done: string[] = [];
  for (const [what, told] of Object.entries(preparation)) told.subscribe(() => done.push(what));
  const ask = async (subject: string) => {
    for (const variables of variants) {
      const { json } = await whole.ask({ nation: 'EST', level: 'NS', aal: 2, subject }, query, variables);
      expect(json).toHaveProperty('data.nation');
    }
  };
  await ask('anna');
  expect(done.toSorted()).toEqual(['parsed', 'planned', 'rewritten', 'validated']);
  done.length = 0;
  for (const subject of ['anna', 'berta', 'carl']) await ask(subject);
  expect(done).toEqual([]);
});
