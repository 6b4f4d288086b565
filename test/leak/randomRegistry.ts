import { roles } from '../../schema/label/clearance.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import { yamlOf } from '../support/demoAlliance.ts';
import type { Dice } from './Dice.ts';

export const categories = ['cav:ATOMAL', 'coi:AGENCY', 'coi:CONSTITUENT', 'coi:EXCON', 'coi:SCEPVA'];
const serving = ['EST', 'LVA', 'POL'];
const guests = ['DEU', 'USA'];
const organisations = ['EU', 'NATO-STAFF'];
const day = 86_400_000;

/** The text of a registry: three nations that serve records, others that only read, agreements of every age. */
export function randomRegistry(dice: Dice, now: number): string {
  const nations = [...serving, ...dice.some(guests, 60)].sort();
  const bodies = [...nations, ...dice.some(organisations)];
  const staff = bodies.filter((code) => organisations.includes(code));
  const issuer = (code: string) => ({
    url: `http://127.0.0.1:4001/${code}`,
    jwks: `http://127.0.0.1:4001/${code}/jwks`,
    algorithms: ['EdDSA'],
    demo: true,
    vouches: {
      nationalities: dice.percent(80) ? nations : [nations[0]],
      level: dice.weighted([
        [6, 'CTS'],
        [3, 'NS'],
        [1, 'NR'],
      ] as const),
      categories: dice.percent(70) ? categories : dice.some(categories),
      roles,
      aal: dice.percent(80) ? 3 : 2,
    },
  });
  const nation = (code: string) => ({
    name: `Land of ${code}`,
    member: dice.percent(80),
    agency: { name: `Agency of ${code}`, constituency: null, contacts: contacts(dice, code) },
    endpoint: serving.includes(code) ? `http://127.0.0.1:4100/${code}` : null,
    ceiling: dice.weighted([
      [7, 'CTS'],
      [2, 'NS'],
      [1, 'NR'],
    ] as const),
    issuer: issuer(code),
  });
  return yamlOf({
    version: 1,
    demo: true,
    gateway: {
      issuer: 'http://127.0.0.1:4000',
      audience: 'https://alliance.example/graphql',
      signingKey: 'gateway.jwk',
      cursorKey: 'cursor.key',
      pseudonymKeys: 'pseudonyms.json',
    },
    nations: Object.fromEntries(nations.map((code) => [code, nation(code)])),
    organisations: Object.fromEntries(
      staff.map((code) => [code, { name: code, ceiling: dice.pick(['CTS', 'NS']), issuer: issuer(code) }]),
    ),
    coalitions: {
      NATO: { name: 'NATO', members: dice.percent(70) ? nations : nations.slice(1) },
      'CYBER-DEFENCE': {
        name: 'all',
        members: dice.weighted([
          [5, bodies],
          [3, serving],
          [3, bodies.filter((code) => code !== 'EST')],
        ]),
      },
    },
    agreements: agreements(dice, bodies, now),
  });
}

function contacts(dice: Dice, code: string) {
  const origin = `ORIGINATOR ${code} CREATED 2024-01-01`;
  return dice.times(dice.below(3), (index) => ({
    function: `function ${index}`,
    hours: dice.percent(50) ? '24/7' : null,
    email: `contact${index}@${code.toLowerCase()}.example`,
    telephone: dice.percent(70) ? '+999 112' : null,
    marking: `${dice.pick(['NU', 'NR', 'NS'])} REL TO NATO ${origin}${dice.percent(50) ? ` | telephone: NS REL TO ${code} ${origin}` : ''}`,
  }));
}

/** One for the whole alliance, mostly, and some between two. */
function agreements(dice: Dice, bodies: readonly string[], now: number) {
  const at = (days: number) => new Date(now + days * day).toISOString();
  const agreement = (index: number, code: string, parties: readonly string[], ceiling: string, chance: number) => ({
    id: `ALLIANCE:g:${String(index).padStart(26, '0')}`,
    code,
    title: `Agreement ${code}`,
    kind: parties.length > 2 ? 'ALLIANCE' : 'BILATERAL',
    parties,
    ceiling,
    covers: sharingDomains.filter((domain) => dice.percent(chance) || domain === 'INCIDENTS'),
    ...dice.weighted([
      [13, { from: at(-400), until: null }],
      [4, { from: at(-400), until: at(10) }],
      [1, { from: at(-400), until: at(-1) }],
      [1, { from: at(-400), until: at(0) }],
      [2, { from: at(1), until: null }],
      [1, { from: at(0), until: null }],
    ]),
    marking: `${dice.pick(['NU', 'NR', 'NS'])} REL TO ${dice.percent(50) ? 'NATO' : parties.toSorted().join()} ORIGINATOR ${parties[0]} CREATED 2024-01-01`,
  });
  const pairs = serving.flatMap((one, index) => serving.slice(index + 1).map((other) => [one, other]));
  return [
    agreement(
      0,
      'COMMON',
      bodies,
      dice.weighted([
        [5, 'CTS'],
        [4, 'NS'],
        [2, 'NR'],
      ] as const),
      90,
    ),
    ...dice
      .some(pairs)
      .map((parties, index) => agreement(index + 1, parties.join('-'), parties, dice.pick(['NR', 'NS', 'CTS']), 60)),
  ];
}
