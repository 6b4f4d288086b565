import { expect, it } from 'vitest';
import { BothGateways } from './BothGateways.ts';

const gateways = new BothGateways();

/** Stock ApolloGateway answers some of them wrongly: it is asked under another alias. */
const aliased: readonly (readonly [query: string, alias: string])[] = [
  ['{ item(id: "i1") { ALIAS: title stars } }', 'id'],
  ['{ item(id: "i1") { ... on Tool { ALIAS: version carrier { nick } } } }', 'id'],
  ['{ item(id: "i2") { ... on Tool { ALIAS: title price } } }', 'weight'],
  ['{ people { ALIAS: id parcels { number } } }', 'code'],
  ['{ heaviest { ALIAS: title surcharge } }', 'place'],
  ['{ items(first: 3) { ... on Report { ALIAS: title words } } }', 'draft'],
];

it.each(aliased)(
  'a reader gets what they ask for under an alias that a plan asks for by itself: %s',
  async (query, alias) => {
    const stock = query.replace('ALIAS', 'other');
    const { expected, actual } = await gateways.ask(query.replace('ALIAS', alias), {}, { stock });
    expect(actual.errors).toBeUndefined();
    expect(JSON.stringify(actual.data)).toBe(JSON.stringify(expected.data).replaceAll('"other"', `"${alias}"`));
  },
);
