import fc from 'fast-check';
import { buildSchema, getOperationAST, parse, printSchema, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { CentralSubgraph } from '../../../gateway/alliance/CentralSubgraph.ts';
import { readOrganisationAnswer } from '../../../gateway/alliance/readOrganisationAnswer.ts';
import { CodedError } from '../../../gateway/errors.ts';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import { requestBody } from '../../../gateway/nations/requestBody.ts';
import { writeAnswer } from '../../../gateway/http/writeAnswer.ts';
import { centralSupergraph, runCentral } from '../../support/centralContract.ts';
import { anybody, centralGateway } from '../../support/centralGateway.ts';
import { randomOperation } from '../../support/randomOperation.ts';

const supergraphSdl = centralSupergraph();

/** How a body differs from what a well-behaved subgraph writes. */
let distort: (body: string) => string = String;
let scanned = 0;
let filledIn = 0;
/** What subgraphs were asked. */
let asked: string[] = [];

const organisation =
  (name: string): CentralSubgraph =>
  async ({ document, query, variables, representations, scan }) => {
    const request = requestBody({ query, variables, ...(representations !== undefined && { representations }) });
    asked.push(`${name} ${Buffer.from(request).toString()}`);
    const told = JSON.parse(Buffer.from(request).toString()) as { variables: Record<string, unknown> };
    const body = Buffer.from(distort(JSON.stringify(await runCentral(name, document, told.variables))));
    const { answer } = readOrganisationAnswer(body, scan);
    if ('unavailable' in answer) throw new CodedError('NATION_UNAVAILABLE', { nation: name });
    if ('marks' in answer) scanned += 1;
    if ('marks' in answer && representations !== undefined) filledIn += 1;
    return answer;
  };

const gateway = centralGateway(organisation);

async function written(query: string, variables: Readonly<Record<string, unknown>>, takesBytes: boolean) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new TypeError('no operation');
  const queryHash = query;
  const request = {
    document,
    operation,
    operationName: null,
    queryHash,
    request: { query, variables },
    context: anybody,
  };
  const answer = await gateway.executor({ ...request, takesBytes } as never);
  const { text, encoding } = writeAnswer({ ...answer, errors: answer.errors?.map((error) => error.toJSON()) });
  return Buffer.from(text, encoding).toString();
}

const first = (pattern: RegExp, other: string) => (body: string) => body.replace(pattern, other);

/** What is changed in the answers to entity fetches alone. */
const entities =
  (change: (entities: unknown[]) => unknown, more: object = {}) =>
  (body: string) => {
    const answer = JSON.parse(body) as { data?: { _entities?: unknown[] } };
    const found = answer.data?._entities;
    return found ? JSON.stringify({ ...answer, data: { _entities: change(found) }, ...more }) : body;
  };

const distortions: Readonly<Record<string, (body: string) => string>> = {
  nothing: String,
  'a line break at its end': (body) => `${body}\n`,
  'spaces around it': (body) => ` ${body} `,
  'a space within': first(/:/, ': '),
  'a byte order mark': (body) => `\uFEFF${body}`,
  'an escaped letter': first(/"([A-Z])/, String.raw`"\u0041`),
  'an escaped slash': first(/"(Title|Person|Street)/, String.raw`"\/$1`),
  'a line break in a text': first(/"(Title|Person|Street)/, String.raw`"\n$1`),
  'a raw control character': first(/"(Title|Person|Street)/, '"\u0001$1'),
  'letters of other scripts': first(/"(Title|Person|Street)/, '"\u6F0F\u{1F512}\u2028ä$1'),
  'half a letter': first(/"(Title|Person|Street)/, String.raw`"\ud800$1`),
  'a number written otherwise': first(/:(\d+)/, ':$1.0'),
  'a number with an exponent': first(/:(\d+)/, ':$1e0'),
  'a number that begins with a zero': first(/:(\d+)/, ':0$1'),
  'a negative zero': first(/:(\d+)/, ':-0'),
  'a number that is too large': first(/:(\d+)/, ':2147483648'),
  'a number that is largest': first(/:(\d+)/, ':2147483647'),
  'a negative number': first(/:(\d+)/, ':-2147483648'),
  'a fraction': first(/:(\d+)/, ':0.1'),
  'a number for a text': first(/"(Title|Person|Street)[^"]*"/, '7'),
  'a text for a number': first(/:(\d+)/, ':"$1"'),
  'null for a text': first(/"(Title|Person|Street)[^"]*"/, 'null'),
  'null for a list': first(/\[/, 'null,"x":['),
  'null for an item': first(/\[/, '[null,'),
  'an object for an item': first(/\[/, '[{},'),
  'another type': first(/"__typename":"\w+"/, '"__typename":"Nothing"'),
  'a key more': first(/\{"data":\{"/, '{"data":{"more":1,"'),
  'a key twice': first(/("id":"\w+")/, '$1,$1'),
  'a prototype': first(/("id":"\w+")/, '$1,"__proto__":{"a":1}'),
  'keys in another order': first(/("id":"\w+"),("\w+":"[^"]*")/, '$2,$1'),
  extensions: first(/\}$/, ',"extensions":{"a":1}}'),
  'an error': first(/\}$/, ',"errors":[{"message":"x"}]}'),
  'an error first': first(/^\{/, '{"errors":[{"message":"x"}],'),
  'half of it': (body) => body.slice(0, body.length / 2),
  'a bracket less': (body) => body.slice(0, -1),
  'a bracket more': (body) => `${body}}`,
  'another answer behind it': (body) => body + body,
  'an entity that is null': entities(([_first, ...others]) => [null, ...others]),
  'an entity less': entities(([_first, ...others]) => others),
  'an entity more': entities((all) => [...all, ...all.slice(0, 1)]),
  'no entities': entities(() => null),
  'entities that say nothing': entities((all) => all.map(() => ({}))),
  'an error beside entities': entities((all) => all, { errors: [{ message: 'x', path: ['_entities', 0, 'name'] }] }),
};

const harmless: ReadonlySet<string> = new Set(['nothing', 'a line break at its end', 'letters of other scripts']);

describe('an answer that goes to a reader as it came', () => {
  const schema = buildSchema(printSchema(loadContract(supergraphSdl, []).apiSchema));
  const operations = randomOperation(schema, {
    depth: 4,
    values: { id: ['i1', 'i3', 'i0', 'gone'], code: ['C1', 'C9'], first: [0, 2, 5] },
  });
  const simple = [
    '{ people { id name code mentor { code name } } one: people { name } }',
    '{ people { name mentor { mentor { id } } } __typename }',
    '{ first { id title pages place { street geo { lat lon } } } }',
    '{ first { id t: title place { geo { lat } } author { id } related { id } } }',
    '{ first { __typename pages title } people { __typename code } }',
    '{ heaviest { id } people { ...A } person(code: "C9") { ...A } } fragment A on Person { code mentor { id name } }',
    '{ people { name code id } }',
    '{ first { draft pages } people { id boss { id } } }',
    'query ($yes: Boolean = true) { people { id @include(if: $yes) } }',
    '{ person(code: "C1") { name nick mentor { name code } } people { name } }',
    '{ people { id: name code: id } }',
    '{ people { name parcels { number } } }',
    '{ people { parcels(first: 1) { number tool { id title } } name mentor { parcels { number tool { version } } } } }',
    '{ heaviest { id title carrier { name code parcels { number } } version } }',
  ];

  it.each(Object.entries(distortions))(
    'is, to the byte, what reading and writing it makes of it: with %s',
    async (what, distorted) => {
      distort = distorted;
      scanned = 0;
      filledIn = 0;
      const random = fc.oneof(
        { weight: 1, arbitrary: operations },
        { weight: 1, arbitrary: fc.constantFrom(...simple).map((query) => ({ query, variables: {} })) },
      );
      await fc.assert(
        fc.asyncProperty(random, async ({ query, variables }) => {
          fc.pre(validate(schema, parse(query)).length === 0);
          asked = [];
          const spliced = await written(query, variables, true);
          const askedForIt = asked.toSorted();
          asked = [];
          expect(spliced).toBe(await written(query, variables, false));
          expect(askedForIt).toEqual(asked.toSorted());
        }),
        { numRuns: Number(process.env['RUNS'] ?? 25) },
      );
      expect(scanned).toBeGreaterThan(harmless.has(what) ? 0 : -1);
      expect(filledIn).toBeGreaterThan(what === 'nothing' ? 0 : -1);
    },
    60_000,
  );
});
