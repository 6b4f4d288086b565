import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { getIntrospectionQuery, parse, type GraphQLSchema } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readContract } from '../../../gateway/contract/ContractModel.ts';
import { CodedError } from '../../../gateway/errors.ts';
import { checkLimits, defaultLimits } from '../../../gateway/operation/limits.ts';
import { parseOperation } from '../../../gateway/operation/parseOperation.ts';
import { weighMatches } from '../../../gateway/operation/weighMatches.ts';
import { compose } from '../../../schema/compose.ts';
import { contractSdls, nationalDomains } from '../../../schema/contractSdls.ts';

const Repeat = z.tuple([z.string(), z.string(), z.number(), z.string(), z.string(), z.string()]);
const Row = z.object({
  why: z.string(),
  query: z.string().optional(),
  /** before, left, times, middle, right, after: left and right are repeated around the middle. */
  repeat: Repeat.optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
  operationName: z.string().nullable().default(null),
  expect: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const rows = z.array(Row).parse(JSON.parse(read('../../vectors/limits.json')));

let schema: GraphQLSchema;
beforeAll(() => {
  const composed = compose(contractSdls());
  if ('problems' in composed) throw new Error(JSON.stringify(composed.problems));
  const shown = Supergraph.build(composed.supergraphSdl).apiSchema().toGraphQLJSSchema();
  schema = weighMatches(shown, readContract(composed.supergraphSdl, nationalDomains));
});

function textOf({ query, repeat }: Row): string {
  if (!repeat) return query ?? '';
  const [before, left, times, middle, right, after] = repeat;
  return before + left.repeat(times) + middle + right.repeat(times) + after;
}

/** The limit, or the code where it is none, or null. */
function verdict(text: string, variables: Row['variables'], operationName: string | null): unknown {
  const document = parseOperation(text);
  const error =
    document === null || document instanceof CodedError
      ? document
      : checkLimits({ document, variables, operationName }, schema, defaultLimits);
  return error && (error.extensions['limit'] ?? error.code);
}

it.each(rows)('$why: $expect', (row) => {
  expect(verdict(textOf(row), row.variables, row.operationName)).toBe(row.expect);
});

it('lets every example operation of the contract and full introspection run', () => {
  const examples = read('../../schema/contract/examples.graphql');
  const names = parse(examples).definitions.flatMap((one) => ('operation' in one && one.name ? [one.name.value] : []));
  expect(names.length).toBeGreaterThan(3);
  const document = parse(examples);
  const alone = { ...defaultLimits, fields: Infinity, aliases: Infinity, directives: Infinity };
  for (const operationName of names)
    expect([operationName, checkLimits({ document, variables: {}, operationName }, schema, alone)]).toEqual([
      operationName,
      null,
    ]);
  expect(verdict(getIntrospectionQuery(), {}, null)).toBeNull();
});

it('measures a bomb of doubling fragments without writing it out', () => {
  const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Nation { ...F${n + 1} ...F${n + 1} }`);
  const text = `{ nations { ...F0 } } ${fragments.join(' ')} fragment F60 on Nation { code }`;
  // Written out it has 2^60 fields: a pass that is not linear never ends.
  expect(verdict(text, {}, null)).toBe('expandedFields');
});
