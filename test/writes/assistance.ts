import { expect } from 'vitest';
import type { TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from './Writer.ts';

export interface Made {
  readonly id: string;
  readonly version: string;
}

export const released = { level: 'NR', releasableTo: ['EST', 'LVA', 'POL'] };

/** Those who give and ask for help, and what they write. */
export function assistance(alliance: TestAlliance) {
  const manager = (nation: string, more = {}) =>
    new Writer(alliance, {
      nation,
      level: 'NS',
      roles: ['CAPABILITY_MANAGER', 'INCIDENT_COORDINATOR'],
      subject: `${nation}-manager`,
      ...more,
    });
  const made = async (nation: string, mutation: string, field: string, input: object): Promise<Made> => {
    const version = field === 'answer' ? '' : 'version';
    const payload = await manager(nation).write(mutation, input, `${field} { id ${version} }`);
    expect(payload.problems).toEqual([]);
    return payload[field] as Made;
  };
  const capability = (nation: string, changes = {}) =>
    made(nation, 'registerCapability', 'capability', {
      name: 'Forensics team',
      kind: 'DIGITAL_FORENSICS',
      readiness: 'R24H',
      headcount: 6,
      label: released,
      ...changes,
    });
  const request = (nation: string, changes = {}) =>
    made(nation, 'requestCapability', 'request', {
      kinds: ['DIGITAL_FORENSICS'],
      urgency: 'IMMEDIATE',
      need: 'Images of forty workstations.',
      to: ['LVA', 'POL'],
      label: released,
      ...changes,
    });
  const answer = async (nation: string, to: Made, changes = {}) =>
    made(nation, 'respondToRequest', 'answer', {
      request: to.id,
      response: 'OFFER',
      capability: (await capability(nation)).id,
      ...changes,
    });
  return { manager, capability, request, answer };
}
