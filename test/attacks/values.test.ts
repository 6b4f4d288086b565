// Values that a reader or a nation may write, against a whole alliance.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident, lesson } from '../subgraphs/support/testRecords.ts';

const strange = '<script>alert(1)</script> \u202e\u001b[31m =cmd|calc %_\\ "\'';
const high: AllianceReader = { nation: 'EST', level: 'NS' };

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({
    records: {
      EST: [incident(1), incident(3, { name: strange }), lesson(1, { incidents: [id('i', 1)] })],
      LVA: [ownedBy('LVA', incident(1))],
      POL: [ownedBy('POL', incident(1))],
    },
  });
});
afterAll(() => alliance.stop());
beforeEach(() => alliance.forget());

describe('X18: conditions in variables with a default', () => {
  const query = `query ($yes: Boolean = true) { incidents { edges { node { id name @include(if: $yes) } } coverage { complete } } }`;

  it('hold in every nation, and shut no nation to the others', async () => {
    for (let time = 0; time < 10; time++) {
      const { body, text } = await alliance.as(high).ask(query);
      expect(body).toMatchObject({ data: { incidents: { coverage: { complete: true } } } });
      expect(text).toContain('Incident 1');
    }
    const { text } = await alliance.as(high).ask(query, { yes: false });
    expect(text).not.toContain('Incident 1');
  });

  it('are refused where the variable is null', async () => {
    const { status, body } = await alliance.as(high).ask(query, { yes: null });
    expect([status, body]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
    expect(alliance.requests()).toEqual([]);
  });
});

describe('X10: no value that a reader may send makes a nation fail, which would shut it to the others', () => {
  const texts = ['\0', '\uD800', '%', '_', '\\', "'; drop table records; --", '\u202e', '(', '[', '*', ''];
  it.each(texts)('the text %j', async (text) => {
    const query = `query ($text: String!) { incidents(where: { text: $text, cve: [$text], techniques: [$text], attributedTo: $text, incidentTypes: [$text] }) { edges { node { id } } coverage { unavailable } } }`;
    const { status, body } = await alliance.as(high).ask(query, { text });
    expect(body).toMatchObject(
      status === 400 ? { errors: [{}] } : { data: { incidents: { coverage: { unavailable: [] } } } },
    );
  });

  it.each([
    '0000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '+275760-09-13T00:00:00.000Z',
    '-271821-04-20T00:00:00.000Z',
    '2026-02-30T00:00:00Z',
    'now',
    '',
    '1e400',
  ])('the time %j', async (from) => {
    const query = `query ($from: DateTime!) { incidents(where: { reported: { from: $from }, updated: { to: $from } }) { edges { node { id } } coverage { unavailable } } }`;
    const { status, body } = await alliance.as(high).ask(query, { from });
    expect(body).toMatchObject(
      status === 400 ? { errors: [{}] } : { data: { incidents: { coverage: { unavailable: [] } } } },
    );
  });

  it.each([
    '',
    'EST',
    'EST:i:',
    'EST:i:1',
    'POL:i:\0',
    `EST:i:${'0'.repeat(100_000)}`,
    'XXX:i:00000000000000000000000001',
    '__proto__',
    'EST:z:00000000000000000000000001',
  ])('the id %j', async (wanted) => {
    const query =
      'query ($id: ID!) { incident(id: $id) { name } lessons(where: { incident: $id }) { coverage { unavailable } } }';
    const { body } = await alliance.as(high).ask(query, { id: wanted });
    expect(JSON.stringify(body)).not.toContain('NATION_UNAVAILABLE');
    expect(JSON.stringify(body)).not.toContain('"unavailable":["');
    expect(JSON.stringify(body)).not.toContain('INTERNAL_SERVER_ERROR');
  });

  it('F18, X12: and text of a record comes back as it was written, found by its own characters alone', async () => {
    const query = 'query ($text: String!) { incidents(where: { text: $text }) { edges { node { name } } } }';
    const found = { data: { incidents: { edges: [{ node: { name: strange } }] } } };
    for (const text of ['<script>', '%_\\', '=cmd|calc'])
      expect((await alliance.as(high).ask(query, { text })).body).toEqual(found);
    for (const text of ['%script%', '<scrip_>'])
      expect((await alliance.as(high).ask(query, { text })).body).toEqual({ data: { incidents: { edges: [] } } });
  });
});
