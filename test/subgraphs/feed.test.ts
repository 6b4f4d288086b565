import { SignJWT, type JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentDigest } from '../../schema/alliance/digest.ts';
import { formatEventPosition } from '../../schema/feed/EventPosition.ts';
import { parseFeedEvent, type FeedEvent } from '../../schema/feed/FeedEvent.ts';
import { readEventStream } from '../../gateway/nations/readEventStream.ts';
import { openDatabase } from '../../subgraphs/runtime/openDatabase.ts';
import { gatewayPrivateKey, noon, passport, reader, registry, TestNation } from './support/TestNation.ts';
import { testDatabases, type TestDatabase } from './support/testDatabases.ts';
import { acknowledgement, id, incident, open, secret } from './support/testRecords.ts';

const start = formatEventPosition({ at: noon - 86_400_000, turn: -1, id: '' });

describe.each(testDatabases.filter(({ skip }) => !skip))(
  'the feed of a nation on $name',
  ({ open: openTestDatabase }) => {
    let database: TestDatabase;
    let nation: TestNation;
    let now: number;
    beforeEach(async () => {
      now = noon;
      database = await openTestDatabase();
      nation = await TestNation.start(database, { clock: () => now });
    });
    afterEach(async () => {
      await nation.stop();
      await database.close();
    });

    const token = (claims: JWTPayload = {}, header: object = {}) =>
      new SignJWT({
        iss: 'http://127.0.0.1:4000',
        aud: 'EST',
        iat: Math.floor(now / 1000),
        exp: Math.floor(now / 1000) + 60,
        registry: documentDigest(registry),
        ...claims,
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'feed+jwt', kid: 'gateway', ...header })
        .sign(gatewayPrivateKey);
    const get = async (query: string, bearer: string | null, signal?: AbortSignal) =>
      fetch(`${nation.running.url.replace('/graphql', '/events')}${query}`, {
        headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
        ...(signal && { signal }),
      });
    /** Everything up to now. */
    const events = async (after = start): Promise<readonly FeedEvent[]> => {
      const until = formatEventPosition({ at: now, turn: 999_999, id: '~' });
      const { body } = await get(`?after=${after}&until=${until}`, await token());
      const found: FeedEvent[] = [];
      for await (const { name, data, id: position } of readEventStream(body as AsyncIterable<Uint8Array>, 10_000)) {
        const event = parseFeedEvent(data);
        if (name !== 'message') continue;
        expect(event?.position).toBe(position);
        if (event) found.push(event);
      }
      return found;
    };

    it('opens to the gateway alone', async () => {
      const seconds = Math.floor(now / 1000);
      const refused = [
        null,
        'x',
        await passport(reader('EST', 'CTS'), now),
        await token({}, { typ: 'passport+jwt' }),
        await token({ aud: 'LVA' }),
        await token({ iat: seconds - 120, exp: seconds - 60 }),
        await token({ exp: seconds + 61 }),
        await token({ registry: 'another' }),
        await token({ clearance: {} }),
      ];
      for (const bearer of refused) expect((await get('', bearer)).status).toBe(401);
      for (const query of ['?after=x', '?after=1,', '?from=1', `?after=${start}&after=${start}`])
        expect((await get(query, await token())).status).toBe(400);
      const leave = new AbortController();
      expect((await get('', await token(), leave.signal)).status).toBe(200);
      leave.abort();
    });

    it('a feed token opens no record', async () => {
      expect((await nation.post(await token(), { query: '{ __typename }' })).status).toBe(401);
    });

    it('tells where to look and who may, in the order of commits, and no values', async () => {
      await nation.put(incident(1, { name: 'canary', description: 'canary', portions: { description: secret } }));
      await nation.put(incident(1, { name: 'canary', description: 'canary 2', portions: { description: secret } }));
      await nation.put(acknowledgement(1, id('i', 1)));
      await nation.running.records.remove([id('i', 1)]);
      const found = await events();
      const marking = `${open} | description: ${secret}`;
      expect(found).toMatchObject([
        { change: 'inserted', fields: [], before: null, after: { marking, recorded: [] } },
        {
          change: 'updated',
          fields: ['description'],
          before: { marking, recorded: ['description'] },
          after: { marking, recorded: ['description'] },
        },
        { topic: 'Acknowledgement', id: id('a', 1), names: { incident: id('i', 1) } },
        { topic: 'Incident', id: id('i', 1), change: 'removed', before: { marking, recorded: [] }, after: null },
      ]);
      expect(JSON.stringify(found)).not.toContain('canary');
      const positions = found.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted());
      for (const [index, position] of positions.entries())
        expect(await events(position)).toEqual(found.slice(index + 1));
    });

    it('moments rise although the clock goes back', async () => {
      await nation.put(incident(1));
      now -= 60_000;
      await nation.put(incident(2));
      now += 60_000;
      expect((await events()).map((event) => event.id)).toEqual([id('i', 1), id('i', 2)]);
    });

    it('what the nation does not release is not there, and appears when it is lowered', async () => {
      await nation.stop();
      nation = await TestNation.start(database, { clock: () => now, release: 'NR' });
      await nation.put(
        incident(1, { label: secret }),
        incident(2, { description: 'a', portions: { description: secret } }),
      );
      await nation.put(incident(1));
      await nation.put(incident(2, { description: 'b', portions: { description: secret } }));
      expect(await events()).toMatchObject([
        { id: id('i', 2), change: 'inserted', after: { marking: open } },
        { id: id('i', 1), change: 'updated', before: null, after: { marking: open } },
        { id: id('i', 2), fields: ['description'], before: { marking: open, recorded: [] }, after: { recorded: [] } },
      ]);
      expect(JSON.stringify(await events())).not.toContain('NS REL');
    });

    it('a label that another takes over from is an event when that comes, once, also when the nation was down', async () => {
      const until = (seconds: number) =>
        `${secret} UNTIL ${new Date(noon + seconds * 1000).toISOString()} THEN (${open})`;
      await nation.put(
        incident(1, { label: until(10) }),
        incident(2, { description: 'a', portions: { description: until(20) } }),
        incident(3, { label: until(30) }),
      );
      await nation.put(incident(3, { label: open }));
      const before = (await events()).at(-1)?.position;
      now += 10_000;
      await expect
        .poll(async () => events(before))
        .toMatchObject([
          {
            id: id('i', 1),
            change: 'updated',
            fields: ['label'],
            before: { marking: secret, recorded: ['label'] },
            after: { marking: open, recorded: ['label'] },
          },
        ]);
      await nation.stop();
      now += 30_000;
      nation = await TestNation.start(database, { clock: () => now });
      await nation.put(incident(4, { label: until(1) }));
      now += 1_000;
      await nation.put(incident(5));
      const found = await events(before);
      expect(found.map((event) => [event.id, event.fields])).toEqual([
        [id('i', 1), ['label']],
        [id('i', 2), ['description']],
        [id('i', 4), []],
        [id('i', 5), []],
      ]);
      expect(found[1]?.after?.marking).toBe(`${open} | description: ${open}`);
    });

    it('a label gives way to another in time although nobody writes any more', async () => {
      const at = new Date(noon + 10_000).toISOString();
      await nation.put(incident(1, { label: `${secret} UNTIL ${at} THEN (${open})` }));
      const before = (await events()).at(-1)?.position;
      now += 10_000;
      await expect.poll(() => events(before)).toMatchObject([{ id: id('i', 1), fields: ['label'] }]);
    });

    it('of what comes to show with another record it is said with which', async () => {
      const at = new Date(noon + 10_000).toISOString();
      await nation.put(
        incident(1),
        acknowledgement(1, id('i', 1), { label: `${secret} UNTIL ${at} THEN (${open})` }),
        incident(2, { label: `${secret} UNTIL ${at} THEN (${open})` }),
      );
      const before = (await events()).at(-1)?.position;
      now += 10_000;
      await expect
        .poll(() => events(before))
        .toMatchObject([
          { topic: 'Acknowledgement', change: 'updated', names: { incident: id('i', 1) } },
          { topic: 'Incident', names: {} },
        ]);
    });

    it('keeps events for a month, and says so to whoever asks for older ones', async () => {
      const day = 86_400_000;
      const stored = async () => {
        const opened = await openDatabase(database.source, 'EST');
        const rows = await opened.kysely.selectFrom('outbox').select('record_id').execute();
        await opened.close();
        return rows.length;
      };
      await nation.put(incident(1));
      now += 20 * day;
      await nation.put(incident(2));
      now += 12 * day;
      await nation.stop();
      nation = await TestNation.start(database, { clock: () => now });
      const recent = formatEventPosition({ at: now - 31 * day, turn: -1, id: '' });
      expect((await events(recent)).map((event) => event.id)).toEqual([id('i', 2)]);
      await expect.poll(stored).toBe(1);
      const old = await get(`?after=${start}`, await token());
      expect([old.status, await old.json()]).toMatchObject([410, { errors: [{ extensions: { code: 'GONE' } }] }]);
      now += 20 * day;
      await nation.stop();
      nation = await TestNation.start(database, { clock: () => now });
      await expect.poll(stored).toBe(0);
      const leave = new AbortController();
      expect((await get('', await token(), leave.signal)).status).toBe(200);
      leave.abort();
    });

    it('is there as soon as a write is, and says that it lives', async () => {
      const leave = new AbortController();
      const { body } = await get('', await token(), leave.signal);
      const stream = readEventStream(body as AsyncIterable<Uint8Array>, 10_000);
      expect((await stream.next()).value).toMatchObject({ name: 'begin' });
      const next = stream.next();
      await nation.put(incident(1));
      const put = performance.now();
      expect((await next).value).toMatchObject({ name: 'message', id: (await events())[0]?.position });
      expect(performance.now() - put).toBeLessThan(1_000);
      leave.abort();
    });
  },
);
