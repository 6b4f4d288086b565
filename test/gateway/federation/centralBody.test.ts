import { GraphQLError } from 'graphql';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
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
/** What the centre says of an incident, and the errors beside it. */
let says: (id: string) => Record<string, unknown> | null = () => ({ course: 'C1' });
let errors: readonly GraphQLError[] = [];
const answering: CentralSubgraph = async ({ variables }) => {
  const representations = variables['representations'] as readonly { readonly id: string }[];
  told.push(...representations.map((one) => one.id));
  const entities = representations.map(({ id: one }) => {
    const said = says(one);
    return said && { __typename: 'Incident', ...said };
  });
  return { data: { _entities: entities }, ...(errors.length > 0 && { errors }) };
};
afterEach(() => {
  says = () => ({ course: 'C1' });
  errors = [];
});

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

describe('a central body that says more than it was asked, or less', () => {
  const secret = 'NS REL TO EST ORIGINATOR EST CREATED 2025-01-01';
  const incident = (number: number) => ({ id: id('i', number), name: `Incident ${number}`, marking: secret });
  const EST = { incident: incident(1), [id('i', 1)]: incident(1) };
  const query = `{ incident(id: "${id('i', 1)}") { name course label { level banner } } }`;
  const label = { level: 'NS', banner: 'NATO SECRET REL TO EST' };

  it('does not relabel the record of a nation', async () => {
    says = () => ({ course: 'C1', __gw_marking: 'NU REL TO ALL TLP:CLEAR ORIGINATOR EST CREATED 2025-01-01' });
    const { data } = await gateway.ask({ EST }, query);
    expect(data).toEqual({ incident: { name: 'Incident 1', course: 'C1', label } });
  });

  it.each([
    ['a value of another kind', () => ({ course: 7 })],
    ['nothing of what was asked', () => ({})],
    ['that it knows no such record', () => null],
  ])('takes no record away by saying %s', async (_, said) => {
    says = said;
    const { data } = await gateway.ask({ EST }, query);
    expect(data).toEqual({ incident: { name: 'Incident 1', course: null, label } });
  });

  it('takes no record away by failing', async () => {
    says = () => null;
    errors = [new GraphQLError('secret words', { path: ['_entities', 0] })];
    const answer = await gateway.ask({ EST }, query);
    expect(answer.data).toEqual({ incident: { name: 'Incident 1', course: null, label } });
  });
});
