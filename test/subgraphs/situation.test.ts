import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import { incident, open, restricted, secret } from './support/testRecords.ts';

const count = 'key count marking';
const query = `query($where: IncidentFilter!) { situation(where: $where) {
  counted { ${count} } bySeverity { ${count} } byStatus { ${count} } byEscalation { ${count} }
  bySector { ${count} } byNation { ${count} } byMonth { ${count} } asOf } }`;

describe.each(testDatabases.filter(({ skip }) => !skip))(
  'the situation in a nation on $name',
  ({ open: openDatabase }) => {
    let database: TestDatabase;
    let nation: TestNation;

    beforeAll(async () => {
      database = await openDatabase();
      nation = await TestNation.start(database);
      await nation.put(
        incident(1, { severity: 'S3_HIGH', sectors: ['ENERGY', 'HEALTH'], reportedAt: '2025-01-31T23:59:59.999Z' }),
        incident(2, {
          severity: 'S3_HIGH',
          sectors: ['ENERGY'],
          reportedAt: '2025-02-01T00:00:00.000Z',
          status: 'NEW',
        }),
        incident(3, { severity: 'S3_HIGH', label: restricted, escalation: 'ALLIANCE' }),
        incident(4, { severity: 'S4_SEVERE', label: secret, sectors: ['SPACE'] }),
        incident(5, { severity: 'S1_LOW', isExercise: true }),
      );
    });

    afterAll(async () => {
      await nation.stop();
      await database.close();
    });

    it('counts what the reader may see, once for each value and label', async () => {
      expect(await nation.ask(reader('LVA', 'NR'), query, { where: {} })).toEqual({
        situation: {
          counted: [
            { key: null, count: 1, marking: restricted },
            { key: null, count: 2, marking: open },
          ],
          bySeverity: [
            { key: 'S3_HIGH', count: 1, marking: restricted },
            { key: 'S3_HIGH', count: 2, marking: open },
          ],
          byStatus: [
            { key: 'NEW', count: 1, marking: open },
            { key: null, count: 1, marking: restricted },
            { key: null, count: 1, marking: open },
          ],
          byEscalation: [
            { key: 'ALLIANCE', count: 1, marking: restricted },
            { key: 'NATIONAL', count: 2, marking: open },
          ],
          bySector: [
            { key: 'ENERGY', count: 2, marking: open },
            { key: 'HEALTH', count: 1, marking: open },
            { key: null, count: 1, marking: restricted },
          ],
          byNation: [
            { key: 'EST', count: 1, marking: restricted },
            { key: 'EST', count: 2, marking: open },
          ],
          byMonth: [
            { key: '2025-01', count: 1, marking: open },
            { key: '2025-02', count: 1, marking: open },
            { key: null, count: 1, marking: restricted },
          ],
          asOf: '2025-06-04T12:00:00.000Z',
        },
      });
    });

    it('counts what the filter finds, exercises only when asked', async () => {
      const counted = async (where: object) => {
        const data = await nation.ask(reader('LVA', 'NS'), query, { where });
        const { situation } = data as { situation: { counted: readonly { count: number }[] } };
        return situation.counted.reduce((sum, { count: some }) => sum + some, 0);
      };
      expect(await counted({})).toBe(4);
      expect(await counted({ isExercise: null })).toBe(5);
      expect(await counted({ isExercise: true })).toBe(1);
      expect(await counted({ minSeverity: 'S3_HIGH' })).toBe(4);
      expect(await counted({ minSeverity: 'S4_SEVERE' })).toBe(1);
      expect(await counted({ sectors: ['SPACE', 'HEALTH'] })).toBe(2);
      expect(await counted({ sectors: [] })).toBe(0);
      expect(await counted({ reported: { to: '2025-02-01T00:00:00Z' } })).toBe(1);
    });

    it('with nothing to count there is nothing', async () => {
      expect(await nation.ask(reader('EU', 'NR'), query, { where: {} })).toMatchObject({
        situation: { counted: [], bySeverity: [], byNation: [] },
      });
    });
  },
);
