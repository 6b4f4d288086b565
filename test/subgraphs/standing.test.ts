import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentDigest } from '../../schema/alliance/digest.ts';
import { noon, passport, reader, registry, TestNation } from './support/TestNation.ts';
import { testDatabases, type TestDatabase } from './support/testDatabases.ts';
import { bilateral, incident, open } from './support/testRecords.ts';

const without = (nation: string) => ({
  ...registry,
  coalitions: registry.coalitions.map((coalition) => ({
    ...coalition,
    members: coalition.members.filter((code) => code !== nation),
  })),
});
const query = '{ incidents { edges { node { id } } } }';

describe('a coalition whose membership changes', () => {
  let database: TestDatabase;
  let nation: TestNation;
  let now = noon;
  const seenBy = async (token: string) => {
    const { status, body } = await nation.post(token, { query });
    return status === 200 ? JSON.stringify(body.data) : status;
  };

  beforeAll(async () => {
    database = await testDatabases[0].open();
    nation = await TestNation.start(database, { clock: () => now });
    await nation.put(incident(1, { label: open }), incident(2, { label: bilateral }));
  });
  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  it('takes from those who left what it gave them, though their passport was issued before', async () => {
    const token = await passport(reader('LVA', 'NS'), now);
    expect(await seenBy(token)).toContain(incident(1).id);
    nation.running.adopt(without('LVA'));
    expect(await seenBy(token)).not.toContain(incident(1).id);
    expect(await seenBy(token)).toContain(incident(2).id);
  });

  it('is known to both sides before long: then passports by the registry before are refused', async () => {
    now += 70_000;
    expect(await seenBy(await passport(reader('LVA', 'NS'), now))).toBe(401);
    const claims = { registry: documentDigest(without('LVA')) };
    expect(await seenBy(await passport(reader('LVA', 'NS'), now, { claims }))).toContain(incident(2).id);
  });
});
