import { afterAll, beforeAll, expect, it } from 'vitest';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import { capabilityRequest, id, requestAnswer, secret } from './support/testRecords.ts';

let database: TestDatabase;
let nation: TestNation;
beforeAll(async () => {
  database = await testDatabases[0].open();
  nation = await TestNation.start(database);
  await nation.put(
    capabilityRequest(1),
    capabilityRequest(2, { label: secret }),
    requestAnswer(1, id('r', 1)),
    requestAnswer(2, id('r', 2)),
    requestAnswer(3, id('r', 3, 'LVA')),
  );
});
afterAll(async () => {
  await nation.stop();
  await database.close();
});

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on RequestAnswer { id marking } }
}`;
const representations = [id('w', 1), id('w', 2), id('w', 3), id('w', 4), id('w', 1, 'LVA'), id('r', 1)].map((each) => ({
  __typename: 'RequestAnswer',
  id: each,
}));
const found = async (level: 'NR' | 'NS') => {
  const { _entities } = (await nation.ask(reader('LVA', level), query, { representations })) as {
    _entities: readonly ({ id: string } | null)[];
  };
  return _entities.map((entity) => entity?.id ?? null);
};

it('a record fetched by its key shows only with the record that it stands with', async () => {
  expect(await found('NR')).toEqual([id('w', 1), null, id('w', 3), null, null, null]);
  expect(await found('NS')).toEqual([id('w', 1), id('w', 2), id('w', 3), null, null, null]);
});
