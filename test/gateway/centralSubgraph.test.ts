import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { parsePassportClaims } from '../../schema/passport.ts';
import { startNation } from './nations/startNation.ts';
import { startWholeGateway } from './startWholeGateway.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  type Query { "Order: id, ascending." courses: [Course!] course(id: ID!): Course }
  type Course @key(fields: "id") { id: ID! title: String! host: Nation places(left: Boolean): Int }
  scalar NationCode
  type Nation @key(fields: "code") { code: NationCode! "Order: id, ascending." courses: [Course!] }`;

const courses = [
  { id: 'c1', title: 'Power grids', host: { code: 'EST' }, places: 12 },
  { id: 'c2', title: 'Ports', host: { code: 'XXX' }, places: () => Promise.reject(new Error('secret words')) },
];

const schema = buildSubgraphSchema({
  typeDefs: parse(sdl),
  resolvers: {
    Query: { courses: () => courses, course: (_, { id }: { id: string }) => courses.find((one) => one.id === id) },
    Nation: {
      __resolveReference: (nation: object) => nation,
      courses: ({ code }: { code: string }) => courses.filter(({ host }) => host.code === code),
    },
  },
});

let answers = true;
const centre = await startNation((response, { body }) => {
  if (!answers) return void response.writeHead(503).end();
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  return void Promise.resolve(execute({ schema, document: parse(query), variableValues: variables })).then((answer) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
  );
});
let whole: Awaited<ReturnType<typeof startWholeGateway>>;
beforeAll(async () => {
  whole = await startWholeGateway({}, { CCDCOE: { endpoint: centre.endpoint, sdl } });
});
afterEach(() => {
  answers = true;
});
afterAll(async () => {
  await whole.stop();
  await centre.stop();
});
const claims = { nation: 'EST', level: 'NS', aal: 2 };

it('a reader gets what an organisation serves, joined with what the alliance knows', async () => {
  const query = `query ($id: ID!) { course(id: $id) { title host { name } } nation(code: "EST") { name courses { id places } } }`;
  const { json } = await whole.ask(claims, query, { id: 'c1' });
  expect(json).toEqual({
    data: {
      course: { title: 'Power grids', host: { name: 'Estonia' } },
      nation: { name: 'Estonia', courses: [{ id: 'c1', places: 12 }] },
    },
  });
});

it('an organisation learns of a reader by a passport of its own, with what holds towards central records', async () => {
  centre.received.splice(0);
  await whole.ask(claims, '{ courses { id } }');
  const passport = centre.received[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
  const keys = (await (await fetch(`${whole.gateway.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(passport, createLocalJWKSet(keys), { audience: 'CCDCOE', typ: 'passport+jwt' });
  expect(parsePassportClaims(payload)?.clearance).toMatchObject({ nation: 'EST', levels: { INCIDENTS: 'NS' } });
});

it('what goes wrong within an organisation is told by its place alone', async () => {
  const { json } = await whole.ask(claims, '{ courses { id places } }');
  expect(json).toEqual({
    data: {
      courses: [
        { id: 'c1', places: 12 },
        { id: 'c2', places: null },
      ],
    },
    errors: [
      expect.objectContaining({
        message: 'internal error',
        path: ['courses', 1, 'places'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }),
    ],
  });
});

it('an operator sees whether an organisation is up', async () => {
  const ready = await fetch(`${whole.gateway.url}/health/ready`);
  expect(await ready.json()).toMatchObject({ ready: true, organisations: { CCDCOE: 'up' } });
});

it('an organisation that does not answer costs a reader its own fields', async () => {
  answers = false;
  const { json } = await whole.ask(claims, '{ nation(code: "EST") { name courses { id } } courses { id } }');
  expect(json).toMatchObject({ data: { nation: { name: 'Estonia', courses: null }, courses: null } });
  expect(json['errors']).toHaveLength(2);
  expect(json['errors']).toEqual([
    expect.objectContaining({ extensions: { code: 'NATION_UNAVAILABLE', nation: 'CCDCOE' } }),
    expect.objectContaining({ extensions: { code: 'NATION_UNAVAILABLE', nation: 'CCDCOE' } }),
  ]);
});
