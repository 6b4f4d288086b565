import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRegistry } from '../../../gateway/config/readRegistry.ts';
import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import { documentDigest } from '../../../schema/alliance/digest.ts';
import { extractFor } from '../../../schema/alliance/extractFor.ts';
import { parseAllianceDocument } from '../../../schema/alliance/parseAllianceDocument.ts';
import { demoValue, registryOf, yamlOf } from '../../support/demoAlliance.ts';
import rows from '../../vectors/registryProblems.json' with { type: 'json' };

const problemsOf = (text: string) => {
  const read = readRegistry(text, '/etc/alliance');
  return 'problems' in read ? read.problems : [];
};

/** A change of the demo's registry by the paths of what is set, `null` value `undefined` takes a key away. */
function changed(changes: Readonly<Record<string, unknown>>): unknown {
  const value: unknown = parse(yamlOf(demoValue()));
  for (const [path, change] of Object.entries(changes)) set(value, path.split('.'), change);
  return value;
}

function set(value: unknown, [key = '', ...rest]: string[], change: unknown): void {
  if (typeof value !== 'object' || value === null) throw new TypeError(`no place for ${key}`);
  if (rest.length > 0) set(Reflect.get(value, key), rest, change);
  else if (change === 'TAKE AWAY') Reflect.deleteProperty(value, key);
  else Reflect.set(value, key, change);
}

it('reads the registry of the demo: 32 members, 6 partners, 4 organisations', () => {
  const registry = registryOf(demoValue());
  expect([...registry.nations.values()].filter(({ member }) => member)).toHaveLength(32);
  expect([...registry.nations.values()].filter(({ member }) => !member)).toHaveLength(6);
  expect([...registry.organisations.keys()]).toEqual(['EU', 'INTERPOL', 'NATO-STAFF', 'UN']);
  expect([...registry.nations.values()].filter(({ endpoint }) => endpoint !== null).map(({ code }) => code)).toEqual([
    'EST',
    'LVA',
    'POL',
  ]);
  expect(registry.directory.expand('EU-MS', 'INCIDENTS', 0)).toHaveLength(27);
  expect(registry.issuers.get('http://127.0.0.1:4001/EU')?.code).toBe('EU');
  expect(registry.gateway.signingKey).toBe('/etc/alliance/keys/gateway.jwk');
});

it('freezes all of it', () => {
  const registry = registryOf(demoValue());
  expect(Object.isFrozen(registry.nations.get('EST')?.issuer?.vouches.categories)).toBe(true);
  expect(Object.isFrozen(registry.agreements[0])).toBe(true);
  expect(Object.isFrozen(registry.document.coalitions[0]?.members)).toBe(true);
});

it.each(rows)('refuses a registry where $title', ({ changes, problems }) => {
  const found = problemsOf(yamlOf(changed(changes)));
  expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual(problems);
  for (const { line } of found) expect(line).toBeGreaterThan(0);
});

it('names the line of the value itself', () => {
  const text = yamlOf(changed({ 'nations.LVA.ceiling': 'HIGH' }));
  const [problem] = problemsOf(text);
  expect(text.split('\n')[(problem?.line ?? 0) - 1]).toContain('HIGH');
});

it.each(['', 'nations: [', 'a: 1\na: 2', '"just text"', '[]', '!!js/function x', 'a: &a [x]\nb: [*a, *b]'])(
  'refuses %j, which is no registry, without a throw',
  (text) => {
    expect(problemsOf(text)).not.toEqual([]);
  },
);

it('refuses aliases that unfold to more than the machine holds', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => pair.split(''))) {
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]`);
  }
  expect(problemsOf(bomb.join('\n'))).not.toEqual([]);
});

it('takes the code of Norway for a code', () => {
  expect(parse('NO: 1')).toEqual({ NO: 1 });
});

it('tells a nation of its own agreements and ceiling, and of no others', () => {
  const { document } = registryOf(demoValue());
  const codes = (nation: string) => extractFor(nation, document).agreements.map(({ code }) => code);
  expect(codes('EST')).toContain('EST-LVA');
  expect(codes('POL')).not.toContain('EST-LVA');
  expect(codes('POL')).toContain('NATO-CYBER');
  expect(codes('NZL')).toEqual(['FVEY-CTI']);
  expect(extractFor('EST', document).ceilings).toEqual({ EST: 'CTS' });
  expect(extractFor('EST', document).nations).toEqual(document.nations);
});

it('gives the nation a document with the digest that its passports name', () => {
  const { document } = registryOf(demoValue());
  const told = parseAllianceDocument(JSON.parse(JSON.stringify(extractFor('EST', document))));
  expect(told).not.toHaveProperty('problems');
  expect(documentDigest(told as AllianceDocument)).toBe(documentDigest(extractFor('EST', document)));
  expect(documentDigest(extractFor('POL', document))).not.toBe(documentDigest(extractFor('EST', document)));
});

it('believes demo key sets only where the registry itself says that it is a demo', () => {
  const found = problemsOf(yamlOf(changed({ demo: false })));
  expect(found.filter(({ path }) => path.endsWith('issuer.demo'))).toHaveLength(36);
});

it('asks for https outside a demo, but for this machine', () => {
  const real = changed({
    demo: false,
    nations: {
      EST: { name: 'Estonia', ceiling: 'CTS', endpoint: 'http://10.0.0.1/graphql' },
      LVA: { name: 'Latvia', ceiling: 'CTS', endpoint: 'http://127.0.0.1:4100/graphql' },
      POL: { name: 'Poland', ceiling: 'CTS', endpoint: 'https://graph.pol.example/graphql' },
    },
    organisations: {},
    coalitions: {},
    agreements: [],
  });
  expect(problemsOf(yamlOf(real)).map(({ path }) => path)).toEqual(['nations.EST.endpoint']);
});
