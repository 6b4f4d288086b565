import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noon, passport, reader, TestNation } from './support/TestNation.ts';
import { testDatabases, type TestDatabase } from './support/testDatabases.ts';
import { id, incident, open, secret } from './support/testRecords.ts';

const coordinator = reader('EST', 'NS', { roles: ['INCIDENT_COORDINATOR'], pseudonym: 'mari' });
const partner = reader('LVA', 'NS', { roles: ['INCIDENT_COORDINATOR'], pseudonym: 'ilze' });
const report = { name: 'Wiper', severity: 'S4_SEVERE', label: { level: 'NR', releasableTo: ['NATO'] } };
const reporting = `mutation ($input: ReportIncidentInput!) {
  reportIncident(input: $input) { incident { id owner { code } escalation } problems { code message path } } }`;
const noting = `mutation ($input: AcknowledgeIncidentInput!) {
  acknowledgeIncident(input: $input) { acknowledgement { id } problems { code path } } }`;

describe.each(testDatabases.filter(({ skip }) => !skip))('writing to a nation on $name', ({ open: openDatabase }) => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await openDatabase();
    nation = await TestNation.start(database);
    await nation.put(incident(1, { label: open }), incident(2, { label: secret }));
  });
  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  it('tells its own people who wrote what', async () => {
    const { reportIncident } = (await nation.ask(coordinator, reporting, { input: report })) as {
      reportIncident: { incident: { id: string } };
    };
    expect(reportIncident).toMatchObject({
      incident: { owner: { code: 'EST' }, escalation: 'NATIONAL' },
      problems: [],
    });
    const line = nation.log.find((one) => one.startsWith('written'));
    expect(line).toContain('"by":"EST","pseudonym":"mari"');
    expect(line).toContain(reportIncident.incident.id);
  });

  it('keeps its own lock on what a writer asks for, whatever the gateway let through', async () => {
    const attributed = { ...report, attribution: { actor: 'HOLLOW PINE' } };
    const analyst = reader('EST', 'NR', { roles: ['ANALYST'] });
    const policyStaff = reader('EST', 'NS', { roles: ['POLICY_STAFF'] });
    expect(await nation.ask(analyst, reporting, { input: attributed })).toMatchObject({
      reportIncident: { problems: [{ code: 'NOT_ALLOWED', path: ['input', 'attribution'] }] },
    });
    expect(await nation.ask(policyStaff, reporting, { input: report })).toMatchObject({
      reportIncident: { problems: [{ code: 'NOT_ALLOWED', path: [] }] },
    });
  });

  it('believes of a record of others only what the gateway says of it, and of its own only its store', async () => {
    const note = async (incidentId: string, markings: Record<string, string> = {}) => {
      const token = await passport(coordinator, noon);
      const body = { query: noting, variables: { input: { incident: incidentId } }, extensions: { markings } };
      return (await nation.post(token, body)).body.data;
    };
    const refused = { acknowledgeIncident: { problems: [{ code: 'NOT_FOUND', path: ['input', 'incident'] }] } };
    const theirs = id('i', 7, 'LVA');
    expect(await note(theirs)).toMatchObject(refused);
    expect(await note(theirs, { [theirs]: 'no marking' })).toMatchObject(refused);
    expect(await note(theirs, { [theirs]: 'NR REL TO EST,LVA ORIGINATOR LVA CREATED 2025-01-01' })).toMatchObject({
      acknowledgeIncident: { problems: [] },
    });
    expect(await note(id('i', 9), { [id('i', 9)]: open })).toMatchObject(refused);
  });

  it('does not let a partner change its records', async () => {
    const update = `mutation ($input: UpdateIncidentInput!) { updateIncident(input: $input) { problems { code } } }`;
    const { incident: seen } = (await nation.ask(partner, `{ incident(id: "${id('i', 1)}") { version } }`)) as {
      incident: { version: string };
    };
    const input = { id: id('i', 1), version: seen.version, name: 'Mine' };
    expect(await nation.ask(partner, update, { input })).toEqual({
      updateIncident: { problems: [{ code: 'NOT_ALLOWED' }] },
    });
  });
});
