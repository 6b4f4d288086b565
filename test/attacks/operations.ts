/** Operations made to hurt, of which each is another with another number. */
export interface Heavy {
  readonly title: string;
  readonly make: (number: number) => string;
}

export interface Bomb {
  readonly id: string;
  readonly title: string;
  readonly make: () => string;
  /** Extensions of the one error. */
  readonly refused: object;
}

const many = (times: number, part: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => part(index)).join(' ');
const limit = (name: string) => ({ code: 'LIMIT_EXCEEDED', limit: name });
const doubling = (levels: number): string =>
  `{ nations { ...F0 } } ${many(levels, (n) => `fragment F${n} on Nation { ...F${n + 1} ...F${n + 1} }`)} fragment F${levels} on Nation { code }`;

export const bombs: readonly Bomb[] = [
  {
    id: 'D01',
    title: 'depth 100',
    make: () => `{ nations ${'{ coalitions { members '.repeat(50)} { code } ${'} }'.repeat(50)} }`,
    refused: limit('depth'),
  },
  {
    id: 'D01',
    title: 'depth 5000',
    make: () => `{ nations ${'{ coalitions { members '.repeat(2_500)} { code } ${'} }'.repeat(2_500)} }`,
    refused: limit('tokens'),
  },
  {
    id: 'D02',
    title: 'a thousand aliases of a list',
    make: () => `{ ${many(1_000, (n) => `a${n}: nations { code }`)} }`,
    refused: limit('tokens'),
  },
  {
    id: 'D02',
    title: 'eleven lists',
    make: () => `{ ${many(11, (n) => `a${n}: nations { code }`)} }`,
    refused: limit('rootFields'),
  },
  {
    id: 'D02',
    title: 'a hundred aliases of `__typename`',
    make: () => `{ nations { ${many(101, (n) => `a${n}: __typename`)} } }`,
    refused: limit('aliases'),
  },
  {
    id: 'D03',
    title: 'one field five thousand times',
    make: () => `{ nations { ${'code '.repeat(5_000)} } }`,
    refused: limit('tokens'),
  },
  {
    id: 'D04',
    title: 'six hundred aliases that conflict',
    make: () => `{ nations { ${many(600, (n) => (n % 2 ? 'x: code' : 'x: name'))} } }`,
    refused: limit('fields'),
  },
  {
    id: 'D04',
    title: 'hundreds of selections to be compared in pairs',
    make: () => `{ nations { ${many(250, () => '... { agency { name } }')} } }`,
    refused: limit('fields'),
  },
  {
    id: 'D04',
    title: 'hundreds of fragments to be compared in pairs',
    make: () =>
      `{ nations { ${many(125, (n) => `...F${n}`)} } } ${many(125, (n) => `fragment F${n} on Nation { code }`)} { nations { code } }`,
    refused: limit('fields'),
  },
  {
    id: 'D05',
    title: 'a circle of fragments',
    make: () => '{ nations { ...A } } fragment A on Nation { ...B } fragment B on Nation { ...A }',
    refused: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'D06',
    title: 'fragments that double twenty times',
    make: () => doubling(20),
    refused: limit('expandedFields'),
  },
  {
    id: 'D06',
    title: 'fragments that double a hundred times',
    make: () => doubling(100),
    refused: limit('expandedFields'),
  },
  {
    id: 'D07',
    title: 'five hundred times @skip',
    make: () => `{ nations { code ${'@skip(if: false) '.repeat(250)} } }`,
    refused: limit('directives'),
  },
  {
    id: 'D07',
    title: 'directives nobody knows',
    make: () => `{ nations { code ${many(900, (n) => `@x${n}`)} } }`,
    refused: limit('directives'),
  },
  {
    id: 'D08',
    title: 'twenty thousand fields nobody knows',
    make: () => `{ ${many(20_000, (n) => `f${n}`)} }`,
    refused: limit('tokens'),
  },
  {
    id: 'D14',
    title: 'introspection in circles',
    make: () => '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    refused: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'D14',
    title: 'introspection ten times at once',
    make: () =>
      `{ ${many(10, (n) => `a${n}: __schema { ...S }`)} } fragment S on __Schema { types { ${'name description kind '.repeat(12)} } }`,
    refused: limit('expandedFields'),
  },
  {
    id: 'X01',
    title: 'nations in coalitions in nations, whose lists have no `first`',
    make: () => '{ nations { coalitions { members { coalitions { members { code } } } } } }',
    refused: limit('complexity'),
  },
  {
    id: 'X02',
    title: 'lists in lists',
    make: () =>
      '{ incidents(first: 100) { edges { node { related(first: 100) { edges { node { from { id name } to { id name } } } } } } } }',
    refused: limit('complexity'),
  },
  {
    id: 'X09',
    title: 'lists in lists under a literal condition that rules them out',
    make: () =>
      '{ incidents(first: 100) @skip(if: true) { edges { node { related(first: 100) { edges { node { from { id name } to { id name } } } } } } } }',
    refused: limit('complexity'),
  },
  {
    id: 'X06',
    title: 'an alias like the gateway’s own',
    make: () => '{ __gw_key: nations { code } }',
    refused: { code: 'BAD_USER_INPUT' },
  },
  {
    id: 'R3',
    title: '`__proto__` as an alias',
    make: () => '{ __proto__: nations { code } }',
    refused: { code: 'BAD_USER_INPUT' },
  },
];

const hops = (name: string): string =>
  `${name}: incidents(first: 1) { edges { node { owner { name } affectedNations { name }
     related(first: 1) { edges { node { to { owner { name } } from { owner { name } } assertedBy { name } } } }
     lessons(first: 1) { edges { node { owner { name } } } } } } }`;

export const heaviest: readonly Heavy[] = [
  { title: 'an ordinary operation', make: (n) => `{ a${n}: nations { code } }` },
  { title: 'every list and hop that can be planned', make: (n) => `{ ${many(9, (k) => hops(`a${n}_${k}`))} }` },
  {
    title: 'conditions that are planned one by one',
    make: (n) =>
      `query (${many(10, (k) => `$v${k}: Boolean = true`)}) { a${n}: incidents(first: 1) { edges { node { ${many(
        10,
        (k) =>
          `... @include(if: $v${k}) { owner { name agreements { title } } lessons(first: 1) { edges { node { owner { name } incidents { owner { name } } } } } }`,
      )} } } } }`,
  },
  {
    title: 'objects to be compared in pairs',
    make: (n) => `{ viewer { a${n}: nation { ${'agency { name } '.repeat(120)} } } }`,
  },
  {
    title: 'fragments to be compared in pairs',
    make: (n) =>
      `{ a${n}: nations { ${many(80, (k) => `...F${k}`)} } } ${many(80, (k) => `fragment F${k} on Nation { code }`)}`,
  },
  { title: 'fragments that double', make: (n) => doubling(7).replace('nations', `a${n}: nations`) },
  {
    title: 'introspection',
    make: (n) =>
      `{ a${n}: __schema { types { name description fields { name description args { name description type { name ofType { name } } } type { name ofType { name } } } inputFields { name } enumValues { name } possibleTypes { name } } } }`,
  },
  {
    title: 'introspection as often as it may be',
    make: (n) =>
      `{ ${many(9, (k) => `a${n}_${k}: __schema { types { name description fields { name description args { name description } } inputFields { name } } }`)} }`,
  },
  {
    title: 'the registry',
    make: (n) => `{ a${n}: coalitions { code name members { code name isMember coalitions { code } } } }`,
  },
  {
    title: 'a filter of two thousand values',
    make: (n) => `{ a${n}: incidents(where: { cve: [${'"CVE-2026-1" '.repeat(1_900)}] }) { edges { cursor } } }`,
  },
  {
    title: 'a filter of 100 kB',
    make: (n) => `{ a${n}: incidents(where: { text: "${'x'.repeat(100_000)}" }) { edges { cursor } } }`,
  },
];
