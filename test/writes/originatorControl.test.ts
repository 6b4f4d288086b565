import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

interface Made {
  readonly id: string;
  readonly version: string;
}

const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };
const controlled = { ...released, originatorControlled: true };
const shown = 'label { banner originatorControlled originators }';
const estonias = {
  banner: 'NATO RESTRICTED REL TO EST, LVA, POL ORCON',
  originatorControlled: true,
  originators: ['EST', 'LVA'],
};

describe('what Estonia controls (ORCON) is worked with by those who may read it', () => {
  let alliance: TestAlliance;
  let incident: Made;
  const someone = (nation: string, role = 'INCIDENT_COORDINATOR') =>
    new Writer(alliance, { nation, level: 'NS', roles: [role], subject: `${nation}-${role}` });
  const reported = async (nation: string, label: object): Promise<Made> => {
    const input = {
      name: `Wiper in ${nation}`,
      severity: 'S5_EMERGENCY',
      attribution: { actor: 'HOLLOW PINE' },
      label,
    };
    const { incident: made } = await someone(nation).write('reportIncident', input, 'incident { id version }');
    return made as Made;
  };
  const made = async (nation: string, mutation: string, input: object, field: string, role?: string): Promise<Made> => {
    const payload = await someone(nation, role).write(mutation, input, `${field} { id ${shown} }`);
    expect(payload.problems).toEqual([]);
    return payload[field] as Made;
  };
  const listed = async (nation: string, list: string, fields: string): Promise<unknown> => {
    const found = await someone(nation).read(
      `incident(id: "${incident.id}") { ${list} { edges { node { ${fields} } } coverage { complete asked } } }`,
    );
    return (found as Record<string, unknown>)[list];
  };
  const rows = (...nodes: readonly object[]) => ({
    edges: nodes.map((node) => ({ node })),
    coverage: { complete: true, asked: ['EST', 'LVA', 'POL'] },
  });
  const told = (nation: string): string => JSON.stringify(alliance.requests(nation).map(({ body }) => body));

  beforeAll(async () => {
    alliance = await startTestAlliance();
  });
  afterAll(() => alliance.stop());
  beforeEach(async () => {
    incident = await reported('EST', controlled);
    alliance.forget();
  });

  it('Latvia acknowledges the incident, and Latvians and Estonians read that', async () => {
    const payload = await someone('LVA').write(
      'acknowledgeIncident',
      { incident: incident.id, note: 'We look at our own.' },
      `acknowledgement { nation { code } incident { id name } ${shown} }`,
    );
    expect(payload).toEqual({
      acknowledgement: {
        nation: { code: 'LVA' },
        incident: { id: incident.id, name: 'Wiper in EST' },
        label: estonias,
      },
      problems: [],
    });
    const seen = rows({ nation: { code: 'LVA' }, note: 'We look at our own.', incident: { id: incident.id } });
    for (const nation of ['LVA', 'EST']) {
      expect(await listed(nation, 'acknowledgements', 'nation { code } note incident { id }')).toEqual(seen);
    }
  });

  it('a Pole passes it on to nobody: Latvia is not asked, nor told of what a Pole makes of it', async () => {
    await made('LVA', 'acknowledgeIncident', { incident: incident.id }, 'acknowledgement');
    alliance.forget();
    expect(await listed('POL', 'acknowledgements', 'nation { code }')).toEqual(rows());
    await made('POL', 'acknowledgeIncident', { incident: incident.id }, 'acknowledgement');
    expect(await listed('POL', 'acknowledgements', 'nation { code }')).toEqual(rows({ nation: { code: 'POL' } }));
    expect(told('LVA')).not.toContain(incident.id);
  });

  it('that Latvia acknowledged it is told to Latvians and Estonians at once, and to no Pole', async () => {
    const open = await reported('EST', released);
    const query = `subscription { incidentAlerts(minSeverity: null) { kind incident { id } } }`;
    const streams = await Promise.all(
      ['EST', 'LVA', 'POL'].map((nation) => alliance.as({ nation, level: 'NS' }).subscribe(query)),
    );
    onTestFinished(() => streams.forEach((stream) => stream.leave()));
    await made('LVA', 'acknowledgeIncident', { incident: incident.id }, 'acknowledgement');
    await made('LVA', 'acknowledgeIncident', { incident: open.id }, 'acknowledgement');
    const [controlledOne, openOne] = [incident, open].map(({ id }) => ({ kind: 'ACKNOWLEDGED', incident: { id } }));
    const told = await Promise.all([2, 2, 1].map(async (count, place) => streams[place]?.first(count)));
    expect(told).toEqual([[controlledOne, openOne], [controlledOne, openOne], [openOne]]);
  });

  it('a Latvian filters by it at home, an Estonian everywhere, and a Pole at home', async () => {
    const id = await reported('LVA', controlled);
    const linked = { from: id.id, to: incident.id, relation: 'SAME_CAMPAIGN', label: released };
    await made('LVA', 'linkIncidents', linked, 'link');
    for (const [nation, informed] of [
      ['LVA', ['EST', 'LVA']],
      ['EST', ['EST', 'LVA', 'POL']],
      ['POL', ['EST', 'POL']],
    ] as const) {
      alliance.forget();
      await someone(nation).read(`lessons(where: { incident: "${incident.id}" }) { edges { node { id } } }`);
      expect(['EST', 'LVA', 'POL'].filter((one) => told(one).includes(incident.id))).toEqual(informed);
    }
  });

  it('a label that the writer gives is Estonia’s to control too', async () => {
    const own = { incident: incident.id, label: { level: 'NC', releasableTo: ['EST'] } };
    expect(await made('LVA', 'acknowledgeIncident', own, 'acknowledgement')).toMatchObject({
      label: { ...estonias, banner: 'NATO CONFIDENTIAL REL TO EST, LVA ORCON' },
    });
  });

  it('a link belongs to all whose incidents it joins: Latvia, which made it, shows it to its own people alone', async () => {
    const theirs = await reported('POL', controlled);
    const link = { from: incident.id, to: theirs.id, relation: 'SAME_CAMPAIGN', label: released };
    expect(await made('LVA', 'linkIncidents', link, 'link')).toMatchObject({
      label: { ...estonias, originators: ['EST', 'LVA', 'POL'] },
    });
    const seen = rows({ assertedBy: { code: 'LVA' } });
    expect(await listed('LVA', 'related', 'assertedBy { code }')).toEqual(seen);
    expect(await listed('EST', 'related', 'assertedBy { code }')).toEqual(rows());
  });

  it('help for it is asked for, and its originator’s answer is read', async () => {
    const input = { kinds: ['OT_ICS'], urgency: 'FLASH', to: ['EST'], incident: incident.id, label: released };
    const request = await made('LVA', 'requestCapability', input, 'request');
    expect(request).toMatchObject({ label: estonias });
    const answer = { request: request.id, response: 'DECLINE' };
    expect(await made('EST', 'respondToRequest', answer, 'answer', 'CAPABILITY_MANAGER')).toMatchObject({
      label: { originatorControlled: true, originators: ['EST', 'LVA'] },
    });
    for (const nation of ['LVA', 'EST']) {
      expect(await listed(nation, 'capabilityRequests', 'responses { edges { node { by { code } } } }')).toEqual(
        rows({ responses: { edges: [{ node: { by: { code: 'EST' } } }] } }),
      );
    }
  });

  it('its indicators are seen elsewhere', async () => {
    const ioc = { incident: incident.id, type: 'DOMAIN', pattern: 'wiper.example' };
    const indicator = await made('EST', 'recordIndicator', ioc, 'indicator', 'ANALYST');
    const theirs = await reported('LVA', released);
    const input = { indicator: indicator.id, incident: theirs.id, label: released };
    expect(await made('LVA', 'recordSighting', input, 'sighting', 'ANALYST')).toMatchObject({ label: estonias });
    for (const [nation, found] of [
      ['LVA', 1],
      ['EST', 1],
      ['POL', 0],
    ] as const) {
      const seen = await someone(nation).read(
        `indicator(id: "${indicator.id}") { sightings { edges { node { id } } } }`,
      );
      expect(seen).toMatchObject({ sightings: { edges: { length: found } } });
    }
  });

  it('more of it is asked for, answered and taken note of', async () => {
    const input = { incident: incident.id, field: 'attribution', reason: 'We see the same tools.' };
    const payload = await someone('LVA').write('requestRelease', input, `request { id version ${shown} }`);
    expect(payload).toMatchObject({ problems: [], request: { label: { originatorControlled: true } } });
    const request = payload['request'] as Made;
    const refusal = { request: request.id, grant: false, reason: 'Not yet.' };
    const answer = await made('EST', 'answerRelease', refusal, 'answer', 'SECURITY_OFFICER');
    const note = { request: request.id, version: request.version, to: 'REFUSED', answer: answer.id };
    await made('LVA', 'closeRelease', note, 'request');
    for (const nation of ['LVA', 'EST']) {
      expect(await listed(nation, 'releaseRequests', 'status answers { edges { node { reason } } }')).toEqual(
        rows({ status: 'REFUSED', answers: { edges: [{ node: { reason: 'Not yet.' } }] } }),
      );
    }
  });

  it('what the writer may not see was never there, controlled or not', async () => {
    const shut = await reported('EST', { ...controlled, releasableTo: ['EST', 'POL'] });
    const { problems } = await someone('LVA').write('acknowledgeIncident', { incident: shut.id });
    expect(problems).toEqual([{ code: 'NOT_FOUND', message: 'there is no such record', path: ['input', 'incident'] }]);
    expect(told('LVA')).not.toContain(shut.id);
  });
});
