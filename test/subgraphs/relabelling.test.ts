import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases, type TestDatabase } from './support/testDatabases.ts';
import { id, incident } from './support/testRecords.ts';

describe.each(testDatabases.filter(({ skip }) => !skip))(
  'on $name, a record that a reader may see before and after it is relabelled',
  ({ open }) => {
    let database: TestDatabase;
    let nation: TestNation;
    beforeAll(async () => {
      database = await open();
      nation = await TestNation.start(database);
      await nation.put(incident(1));
    });
    afterAll(async () => {
      await nation.stop();
      await database.close();
    });

    it('is in every answer, also where nobody ever saw that label before', async () => {
      const query = `{ incident(id: "${id('i', 1)}") { id } incidents(first: 1) { edges { node { id } } } }`;
      const seen = { id: id('i', 1) };
      const whole = { incident: seen, incidents: { edges: [{ node: seen }] } };
      for (let day = 0; day < 60; day += 1) {
        const createdOn = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
        const label = `NU REL TO EST,NATO ORIGINATOR EST CREATED ${createdOn}`;
        const [answers] = await Promise.all([
          Promise.all([1, 2, 3].map(() => nation.ask(reader('LVA', 'NS'), query))),
          nation.put(incident(1, { label })),
        ]);
        expect(answers).toEqual([whole, whole, whole]);
      }
    });
  },
);
