import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passport, noon, reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import {
  acknowledgement,
  bilateral,
  capability,
  exercise,
  id,
  incident,
  indicator,
  inject,
  lesson,
  link,
  offer,
  open,
  own,
  restricted,
  secret,
  sighting,
  team,
} from './support/testRecords.ts';

const latvian = reader('LVA', 'NR');
const clearedLatvian = reader('LVA', 'NS');
const idsOf = 'edges { node { id } }';

describe.each(testDatabases.filter(({ skip }) => !skip))('labels in a nation on $name', ({ open: openDatabase }) => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await openDatabase();
    nation = await TestNation.start(database);
    await nation.put(
      incident(1, { description: 'quiet harbour', portions: { description: secret }, severity: 'S3_HIGH' }),
      incident(2, { label: secret }),
      incident(3, { label: bilateral }),
      incident(4, { label: own }),
      incident(5, { label: 'UNLABELLED' }),
      incident(6, { attribution: { actor: 'APT Z', confidence: null, statement: null, admiraltyCode: null } }),
      incident(7, {
        label: `CTS REL TO EST,NATO ORIGINATOR EST CREATED 2025-01-01 UNTIL 2026-01-01T00:00:00.000Z THEN (${open})`,
      }),
      link(1, id('i', 1), id('i', 2)),
      link(2, id('i', 1), id('i', 9, 'POL')),
      link(3, id('i', 1), id('i', 99)),
      acknowledgement(1, id('i', 2)),
      lesson(1, { incidents: [id('i', 1), id('i', 2), id('i', 9, 'POL')] }),
      capability(1),
      capability(2, { effect: { description: 'an effect', approvalAuthority: 'MoD', targetClasses: [] } }),
      offer(1, id('c', 1), { label: secret }),
      indicator(1, { pattern: '203.0.113.7', portions: { pattern: restricted } }),
      sighting(1, { indicator: id('n', 1) }),
      exercise(1),
      team(1, id('e', 1)),
      team(2, id('e', 1), { label: secret }),
      inject(1, id('e', 1), { teams: [id('m', 1), id('m', 2)], expectedReaction: 'isolate' }),
    );
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  it('a reader finds in lists what their clearance allows and nothing else', async () => {
    const found = (data: unknown) =>
      JSON.stringify(data)
        .match(/EST:i:0*(\d+)/g)
        ?.map((text) => Number(text.split(':')[2]));
    const query = `{ incidents { ${idsOf} } }`;
    expect(found(await nation.ask(reader('LVA', 'NU'), query))).toEqual([1, 6]);
    expect(found(await nation.ask(clearedLatvian, query))).toEqual([1, 2, 3, 6]);
    expect(found(await nation.ask(reader('POL', 'NS'), query))).toEqual([1, 2, 6]);
    expect(found(await nation.ask(reader('EST', 'CTS'), query))).toEqual([1, 2, 3, 4, 6, 7]);
    expect(found(await nation.ask(reader('EST', 'CTS', { roles: ['SECURITY_OFFICER'] }), query))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it('a hidden record answers as one that never existed', async () => {
    const query = `query($id: ID!) { incident(id: $id) { id name } _entities(representations: [{__typename: "Incident", id: $id}]) { __typename } }`;
    const hidden = await nation.ask(latvian, query, { id: id('i', 2) });
    expect(hidden).toEqual({ incident: null, _entities: [null] });
    expect(await nation.ask(latvian, query, { id: id('i', 98) })).toEqual(hidden);
    expect(await nation.ask(latvian, query, { id: id('c', 1) })).toEqual(hidden);
    expect(await nation.ask(latvian, query, { id: 'nonsense' })).toEqual(hidden);
  });

  it('a hidden portion is null, its label is not in the marking, and no filter reads it', async () => {
    const query = `query($text: String) { incident(id: "${id('i', 1)}") { description marking } incidents(where: { text: $text }) { ${idsOf} } }`;
    expect(await nation.ask(latvian, query, { text: 'HARBOUR' })).toEqual({
      incident: { description: null, marking: open },
      incidents: { edges: [] },
    });
    expect(await nation.ask(clearedLatvian, query, { text: 'Harbour incident' })).toEqual({
      incident: { description: 'quiet harbour', marking: `${open} | description: ${secret}` },
      incidents: { edges: [{ node: { id: id('i', 1) } }] },
    });
  });

  it('a change of a hidden portion changes no version that the reader sees', async () => {
    const query = `{ incident(id: "${id('i', 1)}") { version } }`;
    const before = [await nation.ask(latvian, query), await nation.ask(clearedLatvian, query)];
    await nation.put(
      incident(1, { description: 'quiet harbour!', portions: { description: secret }, severity: 'S3_HIGH' }),
    );
    expect(await nation.ask(latvian, query)).toEqual(before[0]);
    expect(await nation.ask(clearedLatvian, query)).not.toEqual(before[1]);
  });

  it('a static floor hides its field, also from filters, where only an agreement shuts it', async () => {
    const query = `{ incident(id: "${id('i', 6)}") { attribution { actor } } incidents(where: { attributedTo: "APT Z" }) { ${idsOf} } }`;
    expect(await nation.ask(latvian, query)).toEqual({ incident: { attribution: null }, incidents: { edges: [] } });
    expect(await nation.ask(reader('LVA', 'NC'), query)).toMatchObject({
      incident: { attribution: { actor: 'APT Z' } },
      incidents: { edges: [{}] },
    });
    expect(await nation.ask(reader('LVA', 'NC', { aal: 1 }), query)).toMatchObject({ incident: { attribution: null } });
    const effect = `{ capability(id: "${id('c', 2)}") { effect { description } } inject(id: "${id('j', 1)}") { expectedReaction } }`;
    expect(await nation.ask(clearedLatvian, effect)).toEqual({
      capability: { effect: null },
      inject: { expectedReaction: null },
    });
    expect(await nation.ask(reader('LVA', 'NS', { categories: ['coi:EXCON', 'coi:SCEPVA'] }), effect)).toEqual({
      capability: { effect: { description: 'an effect' } },
      inject: { expectedReaction: 'isolate' },
    });
  });

  it('links, acknowledgements and references go with what they name', async () => {
    const query = `{
      incident(id: "${id('i', 1)}") { related { edges { node { id to { id } } } } }
      second: incident(id: "${id('i', 2)}") { acknowledgements { ${idsOf} } }
      lesson(id: "${id('k', 1)}") { incidents { id } }
      lessons(where: { incident: "${id('i', 2)}" }) { ${idsOf} }
      exercise(id: "${id('e', 1)}") { teams { id } }
      inject(id: "${id('j', 1)}") { teams { id } }
    }`;
    const foreign = { node: { id: id('l', 2), to: { id: id('i', 9, 'POL') } } };
    expect(await nation.ask(latvian, query)).toEqual({
      incident: { related: { edges: [foreign] } },
      second: null,
      lesson: { incidents: [{ id: id('i', 1) }, { id: id('i', 9, 'POL') }] },
      lessons: { edges: [] },
      exercise: { teams: [{ id: id('m', 1) }] },
      inject: { teams: [{ id: id('m', 1) }] },
    });
    expect(await nation.ask(clearedLatvian, query)).toEqual({
      incident: { related: { edges: [{ node: { id: id('l', 1), to: { id: id('i', 2) } } }, foreign] } },
      second: { acknowledgements: { edges: [{ node: { id: id('a', 1) } }] } },
      lesson: { incidents: [{ id: id('i', 1) }, { id: id('i', 2) }, { id: id('i', 9, 'POL') }] },
      lessons: { edges: [{ node: { id: id('k', 1) } }] },
      exercise: { teams: [{ id: id('m', 1) }, { id: id('m', 2) }] },
      inject: { teams: [{ id: id('m', 1) }, { id: id('m', 2) }] },
    });
  });

  it('a hidden offer offers nothing, a hidden pattern is seen by nobody', async () => {
    const query = `{
      capabilities(where: { offeredTo: "LVA" }) { ${idsOf} }
      indicatorSightings(nations: ["EST"], type: IPV4, value: "203.0.113.7") { ${idsOf} }
    }`;
    expect(await nation.ask(reader('LVA', 'NU'), query)).toEqual({
      capabilities: { edges: [] },
      indicatorSightings: { edges: [] },
    });
    expect(await nation.ask(clearedLatvian, query)).toEqual({
      capabilities: { edges: [{ node: { id: id('c', 1) } }] },
      indicatorSightings: { edges: [{ node: { id: id('s', 1) } }] },
    });
  });

  it('a stronger sign-in is asked for on a direct read alone, and only when nothing else is missing', async () => {
    const weak = { aal: 1 } as const;
    const query = `{ direct: incident(id: "${id('i', 2)}") { name } incidents { ${idsOf} } }`;
    const token = await passport(reader('LVA', 'NS', weak), noon);
    const { status, body } = await nation.post(token, { query });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      direct: null,
      incidents: { edges: [{ node: { id: id('i', 1) } }, { node: { id: id('i', 6) } }] },
    });
    expect(body.errors).toEqual([
      {
        message: 'a stronger sign-in is required',
        path: ['direct'],
        extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 2 },
      },
    ]);
    expect(await nation.ask(reader('LVA', 'NR', weak), query)).toMatchObject({ direct: null });
    const entity = `{ _entities(representations: [{ __typename: "Incident", id: "${id('i', 2)}" }]) { __typename } lesson(id: "${id('k', 1)}") { incidents { id } } }`;
    expect(await nation.ask(reader('LVA', 'NS', weak), entity)).toMatchObject({
      _entities: [null],
      lesson: { incidents: [{ id: id('i', 1) }, {}] },
    });
  });

  it('with the lock on permit every record and portion is there, markings complete', async () => {
    const permitting = await TestNation.start(database, { lock: 'permit' });
    const data = await permitting.ask(
      reader('POL', 'NU'),
      `{ incidents { edges { node { id marking description } } } capability(id: "${id('c', 2)}") { effect { description } } }`,
    );
    await permitting.stop();
    expect(JSON.stringify(data).match(/EST:i:/g)).toHaveLength(7);
    expect(data).toMatchObject({
      incidents: {
        edges: [
          { node: { marking: `${open} | description: ${secret}`, description: 'quiet harbour!' } },
          {},
          {},
          {},
          { node: { marking: 'UNLABELLED' } },
          {},
          {},
        ],
      },
      capability: { effect: { description: 'an effect' } },
    });
  });

  it('what a label says holds for the moment of the request, and nothing above the release level leaves', async () => {
    const later = await TestNation.start(database, { clock: () => Date.parse('2026-01-01T00:00:00.000Z') });
    const query = `{ incident(id: "${id('i', 7)}") { id } }`;
    expect(await nation.ask(latvian, query)).toEqual({ incident: null });
    expect(await later.ask(latvian, query)).toEqual({ incident: { id: id('i', 7) } });
    await later.stop();
    const careful = await TestNation.start(database, { release: 'NR' });
    expect(await careful.ask(reader('EST', 'CTS'), `{ incident(id: "${id('i', 2)}") { id } }`)).toEqual({
      incident: null,
    });
    await careful.stop();
  });
});
