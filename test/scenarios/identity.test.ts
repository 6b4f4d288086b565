import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Aal, Role } from '../../schema/label/clearance.ts';
import type { Level } from '../../schema/label/level.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import type { Answer } from '../support/alliance/postGraphql.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import type { RegistryValue } from '../support/demoAlliance.ts';
import { id, incident } from '../subgraphs/support/testRecords.ts';

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({
    nations: ['EST', 'LVA'],
    registry: withModestLatvia,
    records: {
      EST: [
        incident(1),
        ownedBy('EST', incident(2), labelOf('EST', 'NR', ['NATO'], 'ALL OF coi:ICS')),
        ownedBy('EST', incident(3), labelOf('EST', 'NR', ['NATO'], 'EYES ONLY EST,USA')),
        ownedBy('EST', incident(4), labelOf('EST', 'CTS', ['NATO'])),
        ownedBy('EST', incident(5), labelOf('EST', 'NU', ['EU', 'NATO'])),
      ],
      LVA: [],
    },
  });
});
afterAll(() => alliance.stop());

/** Latvia's provider may speak for up to NATO SECRET, the agencies, Latvians and analysts, and for no key cards. */
function withModestLatvia(value: RegistryValue): RegistryValue {
  const latvia = value.nations['LVA'];
  if (!latvia || !('issuer' in latvia)) throw new TypeError('Latvia has no provider');
  const level: Level = 'NS';
  const roles: Role[] = ['ANALYST'];
  const aal: Aal = 2;
  const vouches = { level, categories: ['coi:AGENCY'], nationalities: ['LVA'], roles, aal };
  return { ...value, nations: { ...value.nations, LVA: { ...latvia, issuer: { ...latvia.issuer, vouches } } } };
}

const latvian: AllianceReader = { nation: 'LVA', level: 'NS', categories: ['coi:AGENCY'] };
const list = '{ incidents { edges { node { id } } } }';
const ids = ({ body }: Answer): string[] =>
  (body.data as { incidents: { edges: { node: { id: string } }[] } }).incidents.edges.map(({ node }) => node.id);
const numbers = (answer: Answer): string[] => ids(answer).map((each) => each.at(-1) ?? '');

async function expectRefused(token: string): Promise<void> {
  alliance.forget();
  const { status, body, headers } = await alliance.withToken(token).ask(list);
  expect(status).toBe(401);
  expect(body.data).toBeUndefined();
  expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHENTICATED' }]);
  expect(headers['www-authenticate']).toBe('Bearer');
  expect(alliance.requests()).toEqual([]);
}

it('a Latvian analyst is believed within what Latvia’s provider may say', async () => {
  expect(numbers(await alliance.as(latvian).ask(list))).toEqual(['1', '5']);
  const one = await alliance.as(latvian).ask(`{ incident(id: "${id('i', 1)}") { name } }`);
  expect(one.body).toEqual({ data: { incident: { name: 'Incident 1' } } });
});

it('a reader whom Latvia’s provider calls Estonian is refused', async () => {
  await expectRefused(await alliance.token({ ...latvian, nation: 'EST' }, 'LVA'));
});

it('a reader is refused whose token says that Estonia’s provider made it, but Latvia’s key did', async () => {
  const iss = alliance.registry.parties.get('EST')?.issuer?.url;
  await expectRefused(await alliance.token({ nation: 'EST', claims: { iss } }, 'LVA'));
});

it('a reader is refused whose level is above the ceiling of the provider', async () => {
  await expectRefused(await alliance.token({ ...latvian, level: 'CTS' }));
  await expectRefused(await alliance.token({ nation: 'UN', level: 'NC' }));
});

it('a category that the provider may not vouch for opens nothing to a reader', async () => {
  const answer = await alliance.as({ ...latvian, categories: ['coi:AGENCY', 'coi:ICS'] }).ask(list);
  expect(answer).toEqual(await alliance.as(latvian).ask(list));
  const vouched = await alliance.as({ nation: 'EST', categories: ['coi:ICS'] }).ask(list);
  expect(numbers(vouched)).toEqual(['1', '2', '3', '5']);
});

it('a nationality, a role or a strength of sign-in beyond the list opens nothing either', async () => {
  const boasting = { ...latvian, nationality: 'USA', roles: ['SECURITY_OFFICER', 'ANALYST'], aal: 3 } as const;
  expect(numbers(await alliance.as(boasting).ask(list))).toEqual(['1', '5']);
  const { body } = await alliance
    .as(boasting)
    .ask('{ viewer { roles assurance { aal } clearance { level categories } } auditEvents { edges { cursor } } }');
  expect(body).toMatchObject({
    data: {
      viewer: {
        roles: ['ANALYST'],
        assurance: { aal: 2 },
        clearance: { level: 'NS', categories: ['coi:AGENCY'] },
      },
      auditEvents: null,
    },
    errors: [{ path: ['auditEvents'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
  });
});

it('a member of another organisation reads what its agreements carry, whatever the clearance', async () => {
  expect(numbers(await alliance.as({ nation: 'EU', level: 'NS' }).ask(list))).toEqual(['5']);
  expect(numbers(await alliance.as({ nation: 'EST', level: 'CTS' }).ask(list))).toEqual(['1', '3', '4', '5']);
});

it('a reader whose clearance has expired reads what is not classified, and without categories', async () => {
  const expired = { nation: 'EST', level: 'CTS', categories: ['coi:ICS'], clearedUntil: alliance.clock.now() };
  expect(numbers(await alliance.as(expired).ask(list))).toEqual(['1', '5']);
});
