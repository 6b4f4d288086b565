import { afterAll, expect, it } from 'vitest';
import type { CentralSubgraph } from '../../../gateway/alliance/CentralSubgraph.ts';
import { compose } from '../../../schema/compose.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { id } from '../../subgraphs/support/testRecords.ts';
import { AskedGateway } from './AskedGateway.ts';

/** A centre of excellence that runs its own subgraph and says something of every incident. */
const centre = {
  name: 'centre',
  national: false,
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
    type Incident @key(fields: "id") { id: ID! course: String }`,
};

const told: unknown[] = [];
const answering: CentralSubgraph = async ({ variables }) => {
  const representations = variables['representations'] as readonly { readonly id: string }[];
  told.push(...representations.map((one) => one.id));
  return { data: { _entities: representations.map(() => ({ __typename: 'Incident', course: 'C1' })) } };
};

const composed = compose([...contractSdls(), centre]);
if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
const gateway = new AskedGateway(composed.supergraphSdl, [[centre.name, answering]]);
afterAll(() => gateway.stop());

it('a central body learns of an incident only when the reader may have it', async () => {
  const labelled = (number: number, audience: string) => ({
    id: id('i', number),
    name: `Incident ${number}`,
    marking: `NR REL TO ${audience} ORIGINATOR EST CREATED 2025-01-01`,
  });
  const lesson = { ...labelled(1, 'EST,LVA'), id: id('k', 1), incidents: [{ id: id('i', 1) }, { id: id('i', 2) }] };
  const EST = { lesson, [id('i', 1)]: labelled(1, 'EST,LVA'), [id('i', 2)]: labelled(2, 'LVA') };
  const { data, errors } = await gateway.ask({ EST }, `{ lesson(id: "${id('k', 1)}") { incidents { name course } } }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({ lesson: { incidents: [{ name: 'Incident 1', course: 'C1' }] } });
  expect(told).toEqual([id('i', 1)]);
});
