import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeKey } from '../../schema/position.ts';
import { RecordRefused } from '../../subgraphs/errors.ts';
import { openDatabase } from '../../subgraphs/runtime/openDatabase.ts';
import type { Database } from '../../subgraphs/runtime/openDatabase.ts';
import type { RecordStore } from '../../subgraphs/runtime/RecordStore.ts';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import { id, incident, lesson, link, open, restricted, secret } from './support/testRecords.ts';

describe.each(testDatabases.filter(({ skip }) => !skip))('writing records on $name', ({ open: openTestDatabase }) => {
  let database: TestDatabase;
  let nation: TestNation;
  let inside: Database;
  let records: RecordStore;

  beforeAll(async () => {
    database = await openTestDatabase();
    nation = await TestNation.start(database);
    records = nation.running.records;
    inside = await openDatabase(database.source, 'EST');
  });

  afterAll(async () => {
    await inside.close();
    await nation.stop();
    await database.close();
  });

  const outcomes = async (...written: Parameters<RecordStore['put']>[0]) =>
    (await records.put(written)).map(({ outcome }) => outcome);
  const nameOf = async (number: number) =>
    nation.ask(reader('EST', 'CTS'), `{ incident(id: "${id('i', number)}") { name updatedAt } }`);

  it('a record is inserted, then unchanged, then updated; in one batch the last one stays', async () => {
    const record = incident(1);
    expect(await outcomes({ record })).toEqual(['inserted']);
    expect(await outcomes({ record })).toEqual(['unchanged']);
    expect(await outcomes({ record: incident(1, { name: 'a' }) }, { record: incident(1, { name: 'b' }) })).toEqual([
      'updated',
      'updated',
    ]);
    expect(await nameOf(1)).toMatchObject({ incident: { name: 'b' } });
    expect(await outcomes({ record: incident(1, { name: 'b', label: restricted }) })).toEqual(['updated']);
    expect(await outcomes()).toEqual([]);
  });

  it('updatedAt alone is no change', async () => {
    await records.put([{ record: incident(2, { updatedAt: '2025-01-01T00:00:00.000Z' }) }]);
    expect(await outcomes({ record: incident(2, { updatedAt: '2025-05-05T00:00:00.000Z' }) })).toEqual(['unchanged']);
    expect(await nameOf(2)).toMatchObject({ incident: { updatedAt: '2025-01-01T00:00:00.000Z' } });
  });

  it('a change of portions does not move the record for those who may not see it', async () => {
    const earlier = { updatedAt: '2025-01-01T00:00:00.000Z', portions: { description: secret } };
    const later = { updatedAt: '2025-05-05T00:00:00.000Z', portions: { description: secret } };
    const moment = async () => {
      const found = await nation.ask(reader('EST', 'CTS'), `{ incident(id: "${id('i', 21)}") { updatedAt } }`);
      const after = `{ incidents(where: {text: "unmoved"}, after: "${timeKey(Date.parse(earlier.updatedAt))},") { edges { node { id } } } }`;
      return [found, await nation.ask(reader('EST', 'CTS'), after)];
    };
    await records.put([{ record: incident(21, { ...earlier, name: 'unmoved', description: 'a' }) }]);
    const there = await moment();
    expect(there[1]).toEqual({ incidents: { edges: [{ node: { id: id('i', 21) } }] } });
    expect(await outcomes({ record: incident(21, { ...later, name: 'unmoved', description: 'b' }) })).toEqual([
      'updated',
    ]);
    expect(await moment()).toEqual(there);
    expect(await outcomes({ record: incident(21, { ...later, name: 'moved', description: 'b' }) })).toEqual([
      'updated',
    ]);
    expect(await nameOf(21)).toEqual({ incident: { name: 'moved', updatedAt: later.updatedAt } });
  });

  it('a record that its owner removes is gone, and what names it leads nowhere', async () => {
    await records.put([
      { record: incident(40), origin: { format: 'veris', key: 'removed' } },
      { record: incident(41) },
      { record: link(40, id('i', 40), id('i', 41)) },
      { record: lesson(40, { incidents: [id('i', 40), id('i', 41)] }) },
    ]);
    const estonian = reader('EST', 'CTS');
    const linked = async () =>
      nation.ask(
        estonian,
        `{ incident(id: "${id('i', 41)}") { related { edges { node { id } } } }
        lesson(id: "${id('k', 40)}") { incidents { id } } }`,
      );
    const whole = await linked();
    expect(whole).toMatchObject({ incident: { related: { edges: [{ node: { id: id('l', 40) } }] } } });
    expect(await records.remove([id('i', 40), id('i', 49), id('i', 1, 'LVA')])).toEqual([id('i', 40)]);
    expect(await nameOf(40)).toEqual({ incident: null });
    expect(await linked()).toEqual({
      incident: { related: { edges: [] } },
      lesson: { incidents: [{ id: id('i', 41) }] },
    });
    const [last] = await inside.kysely
      .selectFrom('outbox')
      .select(['type', 'record_id', 'change', 'fields'])
      .orderBy('sequence', 'desc')
      .limit(1)
      .execute();
    expect(last).toEqual({ type: 'Incident', record_id: id('i', 40), change: 'removed', fields: [] });
    expect(await records.remove([id('i', 40)])).toEqual([]);
    expect(await outcomes({ record: incident(40) })).toEqual(['inserted']);
    expect(await linked()).toEqual(whole);
  });

  it('a record that names others is removed with the names', async () => {
    await records.put([{ record: incident(42) }, { record: link(42, id('i', 42), id('i', 42)) }]);
    await records.remove([id('l', 42)]);
    expect(
      await inside.kysely.selectFrom('record_references').selectAll().where('record_id', '=', id('l', 42)).execute(),
    ).toEqual([]);
  });

  it('an imported record keeps the id of its origin', async () => {
    const origin = { format: 'veris', key: 'a' };
    expect(await records.put([{ record: incident(3), origin }])).toEqual([{ id: id('i', 3), outcome: 'inserted' }]);
    expect(await records.put([{ record: incident(4), origin }])).toEqual([{ id: id('i', 3), outcome: 'updated' }]);
    const twice = [incident(5), incident(6)].map((record) => ({ record, origin: { format: 'veris', key: 'b' } }));
    expect((await records.put(twice)).map((result) => result.id)).toEqual([id('i', 5), id('i', 5)]);
    expect(await nameOf(4)).toEqual({ incident: null });
  });

  it('two imports of the same original at once make one record', async () => {
    const origin = { format: 'veris', key: 'c' };
    const results = await Promise.all([7, 8, 9].map((number) => records.put([{ record: incident(number), origin }])));
    expect(new Set(results.flat().map((result) => result.id)).size).toBe(1);
    expect(results.flat().filter(({ outcome }) => outcome === 'inserted')).toHaveLength(1);
  });

  it('references follow the record', async () => {
    await records.put([{ record: link(1, id('i', 1), id('i', 2)) }]);
    await records.put([{ record: link(1, id('i', 2), id('i', 3)) }]);
    const query = `query($id: ID!) { incident(id: $id) { related { edges { node { id } } } } }`;
    const linked = { incident: { related: { edges: [{ node: { id: id('l', 1) } }] } } };
    const estonian = reader('EST', 'CTS');
    expect(await nation.ask(estonian, query, { id: id('i', 3) })).toEqual(linked);
    expect(await nation.ask(estonian, query, { id: id('i', 1) })).toEqual({ incident: { related: { edges: [] } } });
  });

  it('the outbox tells what changed, in order, and when portions did', async () => {
    await records.put([{ record: incident(20) }]);
    await records.put([{ record: incident(20, { description: 'new', portions: { description: secret } }) }]);
    await records.put([{ record: incident(20, { description: 'new', portions: { description: secret } }) }]);
    const events = await inside.kysely
      .selectFrom('outbox')
      .select(['type', 'change', 'fields'])
      .where('record_id', '=', id('i', 20))
      .orderBy('sequence')
      .execute();
    expect(events.map(({ type, change }) => [type, change])).toEqual([
      ['Incident', 'inserted'],
      ['Incident', 'updated'],
    ]);
    expect(events[0]?.fields).toEqual(expect.arrayContaining(['label', 'name']));
    expect(events[1]?.fields).toEqual(['description']);
    const { portion_times } = await inside.kysely
      .selectFrom('records')
      .select('portion_times')
      .where('id', '=', id('i', 20))
      .executeTakeFirstOrThrow();
    expect(portion_times).toEqual({ description: Date.parse('2025-06-04T12:00:00.000Z') });
  });

  it('thousands of records go in at once, their labels each once', async () => {
    const many = Array.from({ length: 2500 }, (_, number) => ({ record: incident(10_000 + number) }));
    expect(new Set(await outcomes(...many))).toEqual(new Set(['inserted']));
    expect(new Set(await outcomes(...many))).toEqual(new Set(['unchanged']));
    const { labels } = await inside.kysely
      .selectFrom('labels')
      .select(({ fn }) => fn.countAll<string | number>().as('labels'))
      .where('text', '=', open)
      .executeTakeFirstOrThrow();
    expect(Number(labels)).toBe(1);
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ['another nation’s id', { id: id('i', 1, 'LVA') }, 'the id must be `EST:i:`'],
    ['the id of another kind', { id: id('c', 1) }, 'the id must be `EST:i:`'],
    ['a type that does not exist', { __typename: 'Secret' }, '`Secret` is no type of record'],
    ['an unreadable label', { label: 'NS' }, 'its labels are not the canonical text of a marking'],
    ['a label on a field that is no portion', { portions: { name: secret } }, '`name` is not a portion of `Incident`'],
    [
      'a portion weaker than the record',
      { label: secret, portions: { description: open } },
      'is not as strict as the label of the record',
    ],
    ['a field that does not exist', { colour: 'red' }, '`Incident` has no field `colour`'],
    ['a field that is made by the gateway', { coverage: null, version: '1' }, 'has no field'],
    ['a value that the contract does not know', { severity: 'BAD' }, '`severity` may not be `BAD`'],
    ['a time without milliseconds', { reportedAt: '2025-01-01T00:00:00Z' }, '`reportedAt` must be a time'],
    ['a number in place of text', { name: 7 }, '`name` must be text'],
    ['text that no database holds', { name: 'a\0b' }, '`name` must be text, without NUL'],
    ['nothing where there must be something', { name: null }, '`name` may not be null'],
    ['a broken part', { impacts: [{ kind: 'MONETARY', sum: 1 }] }, '`impacts` has no field `sum`'],
    [
      'an amount beyond 2^53',
      { impacts: [{ kind: 'MONETARY', amount: 2 ** 60 }] },
      '`impacts` must be an integer up to 2^53 - 1',
    ],
  ];
  it.each(wrong)('%s is refused, and the whole batch with it', async (_name, changes, problem) => {
    const bad = { ...incident(30), ...changes };
    const refused = records.put([{ record: incident(31) }, { record: bad }]);
    await expect(refused).rejects.toThrow(RecordRefused);
    await expect(refused).rejects.toThrow(problem);
    expect(await nameOf(31)).toEqual({ incident: null });
  });

  it('a missing value is refused', async () => {
    const { title: _, ...untitled } = lesson(1);
    await expect(records.put([{ record: untitled }])).rejects.toThrow('`title` is missing');
  });

  it('a nation that starts again finds its records; one that stops leaves the others theirs', async () => {
    const second = await TestNation.start(database, { nation: 'LVA' });
    const again = await TestNation.start(database);
    await second.stop();
    expect(await again.ask(reader('EST', 'CTS'), `{ incident(id: "${id('i', 1)}") { name } }`)).toEqual({
      incident: { name: 'b' },
    });
    await again.stop();
  });
});
