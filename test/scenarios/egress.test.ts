import { expect, it } from 'vitest';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident } from '../subgraphs/support/testRecords.ts';

const shared = id('i', 1);
const own = id('i', 2);
const alsoOwn = id('i', 3);

const start = async (): Promise<TestAlliance> =>
  startTestAlliance({
    nations: ['EST', 'LVA'],
    records: {
      EST: [incident(1), ...[2, 3].map((number) => ownedBy('EST', incident(number), labelOf('EST', 'NR', [])))],
      LVA: [],
    },
  });

const tell = async (alliance: TestAlliance, body: string): Promise<unknown> =>
  fetch(alliance.registry.nations.get('LVA')?.endpoint ?? '', { method: 'POST', body });

it('readers’ tests fail where a nation is told of a record that it may not know, wherever the id stands', async () => {
  const told = [
    `{"query":"{ incident(id: \\"${own}\\") { id } }"}`,
    `{"variables":{"after":"000000000000001,${alsoOwn}"}}`,
  ];
  const alliance = await start();
  for (const body of told) await tell(alliance, body);
  await expect(alliance.stop()).rejects.toThrow(new RegExp(`LVA was told of ${own}[^]*LVA was told of ${alsoOwn}`));
});

it('what a nation was told is judged by the label of that time, and an id of nothing is its owner’s alone', async () => {
  const alliance = await start();
  await tell(alliance, shared);
  await alliance.nation('EST').put([ownedBy('EST', incident(1), labelOf('EST', 'NR', []))]);
  await tell(alliance, id('i', 404, 'LVA'));
  await alliance.stop();

  const other = await start();
  await tell(other, id('i', 404));
  await expect(other.stop()).rejects.toThrow('no such record');
});

it('readers’ tests fail where no nation was told of any record', async () => {
  const alliance = await start();
  await expect(alliance.stop()).rejects.toThrow('the recorders saw nothing');
});
