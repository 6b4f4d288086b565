import { describe, expect, it } from 'vitest';
import { parseMarking } from '../../../schema/label/parseMarking.ts';
import { askAlliance, now, readerOf, registry } from './askAlliance.ts';

describe('a reader asking who they are', () => {
  const query = `{ viewer { pseudonym(towards: "LVA") nation { code name } organisation roles
    clearance { level nationalTerm categories expiresAt effectiveLevels { domain level } }
    assurance { aal multiFactor authenticatedAt } } }`;

  it('sees what the alliance makes of their token', async () => {
    expect(await askAlliance(query)).toEqual({
      codes: [],
      data: {
        viewer: {
          pseudonym: 'anna-for-LVA',
          nation: { code: 'EST', name: 'Estonia' },
          organisation: 'National cyber agency of Estonia',
          roles: ['ANALYST', 'SECURITY_OFFICER'],
          clearance: {
            level: 'NS',
            nationalTerm: null,
            categories: ['coi:AGENCY'],
            expiresAt: '2030-01-01T00:00:00.000Z',
            effectiveLevels: ['INCIDENTS', 'INDICATORS', 'CAPABILITIES', 'EXERCISES', 'LESSONS'].map((domain) => ({
              domain,
              level: 'NS',
            })),
          },
          assurance: { aal: 2, multiFactor: true, authenticatedAt: '2026-06-01T11:59:00.000Z' },
        },
      },
    });
  });

  it('sees that an expired clearance opens nothing, whatever its level was', async () => {
    const reader = readerOf('EST', { clearanceExpiresAt: now });
    const { data } = await askAlliance('{ viewer { clearance { level categories effectiveLevels { level } } } }', {
      reader,
    });
    expect(data).toMatchObject({
      viewer: {
        clearance: { level: 'NS', categories: [], effectiveLevels: [1, 2, 3, 4, 5].map(() => ({ level: 'NU' })) },
      },
    });
  });
});

describe('the registry', () => {
  it('lists every nation and organisation by code', async () => {
    const { data, codes } = await askAlliance('{ nations { code name isMember } }');
    expect(codes).toEqual([]);
    const { nations } = data as { nations: { code: string }[] };
    expect(nations.map(({ code }) => code)).toEqual([...registry.parties.keys()].sort());
    expect(nations).toContainEqual({ code: 'EST', name: 'Estonia', isMember: true });
    expect(nations).toContainEqual({ code: 'EU', name: registry.parties.get('EU')?.name, isMember: false });
  });

  it('answers a nation whole, and a code that nobody has with null', async () => {
    const { data, codes } = await askAlliance(
      `{ nation(code: "DEU") { code agency { name contacts { id marking function email telephone } }
          classificationTable { term level since until verified } coalitions { code version members { code } }
          agreements { id code marking kind parties { code } ceiling covers inForceFrom inForceUntil } graphStatus }
        nobody: nation(code: "XYZ") { code } }`,
    );
    expect(codes).toEqual([]);
    expect(data).toMatchObject({ nobody: null, nation: { code: 'DEU', graphStatus: 'DOWN' } });
    const { nation } = data as {
      nation: {
        agreements: { id: string; parties: { code: string }[]; marking: string }[];
        coalitions: { code: string }[];
        agency: { contacts: { id: string; marking: string }[] };
        classificationTable: { level: string }[];
      };
    };
    expect(nation.agreements.length).toBeGreaterThan(1);
    expect(nation.agreements.every(({ parties }) => parties.some(({ code }) => code === 'DEU'))).toBe(true);
    expect(nation.agreements.map(({ id }) => id)).toEqual(nation.agreements.map(({ id }) => id).sort());
    expect(nation.coalitions.map(({ code }) => code)).toContain('NATO');
    const markings = [...nation.agreements, ...nation.agency.contacts].map(({ marking }) => parseMarking(marking));
    expect(markings).not.toContain(null);
    expect(nation.agency.contacts.map(({ id }) => id)).toEqual(nation.agency.contacts.map(({ id }) => id).sort());
    expect(nation.classificationTable[0]).toMatchObject({ level: 'CTS' });
  });

  it('answers agreements to which all of the named are party', async () => {
    const { data } = await askAlliance('{ agreements(between: ["EST", "LVA"]) { code } }');
    const codes = (data as { agreements: { code: string }[] }).agreements.map(({ code }) => code);
    expect(codes).toContain('EST-LVA');
    const other = await askAlliance('{ agreements(between: ["EST", "USA"], kind: BILATERAL) { code } }');
    expect(JSON.stringify(other.data)).not.toContain('EST-LVA');
  });

  it('resolves entities by their keys; an unknown key is null', async () => {
    const [agreement] = registry.agreements;
    const representations = [
      { __typename: 'Nation', code: 'EST' },
      { __typename: 'Nation', code: 'XYZ' },
      { __typename: 'Agreement', id: agreement?.id },
      { __typename: 'Agreement', id: 'ALLIANCE:g:00000000000000000000000000' },
    ];
    const { data, codes } = await askAlliance(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Nation { name } ... on Agreement { code } } }',
      { variables: { representations } },
    );
    expect({ data, codes }).toEqual({
      codes: [],
      data: { _entities: [{ name: 'Estonia' }, null, { code: agreement?.code }, null] },
    });
  });
});

describe('explainAccess', () => {
  const explain = async (reader: string, label: string, asker = readerOf('EST')) => {
    const query = `{ explainAccess(domain: INCIDENTS, reader: ${reader}, label: ${label}) { permitted failedRules effectiveLevel } }`;
    const { data, codes } = await askAlliance(query, { reader: asker });
    return codes.length > 0 ? codes : (data as { explainAccess: unknown }).explainAccess;
  };

  it('says which restrictions are not met', async () => {
    expect(
      await explain(
        '{ nation: "LVA", level: NR }',
        '{ level: NS, releasableTo: ["EST-LVA"], categories: ["coi:EXCON"] }',
      ),
    ).toEqual({
      permitted: false,
      failedRules: ['LEVEL', 'CATEGORIES'],
      effectiveLevel: 'NR',
    });
    expect(await explain('{ nation: "LVA", level: NS }', '{ level: NS, releasableTo: ["EST-LVA"] }')).toEqual({
      permitted: true,
      failedRules: [],
      effectiveLevel: 'NS',
    });
  });

  it('says when a stronger sign-in is all that is missing', async () => {
    expect(
      await explain('{ nation: "LVA", level: NS, aal: 1 }', '{ level: NS, releasableTo: ["NATO"] }'),
    ).toMatchObject({
      permitted: false,
      failedRules: ['ASSURANCE'],
    });
  });

  it('believes nothing of the reader that the issuer may not vouch for', async () => {
    expect(await explain('{ nation: "UN", level: CTS }', '{ level: NU, releasableTo: ["UN"] }')).toMatchObject({
      effectiveLevel: 'NU',
    });
    expect(await explain('{ nation: "XYZ", level: CTS }', '{ level: NU, releasableTo: ["NATO"] }')).toMatchObject({
      permitted: false,
    });
  });

  it('reckons only with agreements that the asker may see', async () => {
    const withAgreement = '{ level: NR, releasableTo: ["EST-LVA"] }';
    const latvian = '{ nation: "LVA", level: NR }';
    expect(await explain(latvian, withAgreement)).toMatchObject({ permitted: true });
    expect(await explain(latvian, withAgreement, readerOf('EST', { level: 'NU' }))).toMatchObject({ permitted: false });
  });

  it('refuses a label that policy does not allow', async () => {
    expect(await explain('{ nation: "LVA", level: NR }', '{ level: NS, releasableTo: null }')).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(await explain('{ nation: "LVA", level: NR, aal: 9 }', '{ level: NR }')).toEqual(['BAD_USER_INPUT']);
  });
});
