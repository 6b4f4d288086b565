import fc from 'fast-check';
import {
  execute,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isAbstractType,
  locatedError,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { expect, it } from 'vitest';
import { compileCompletion, type Source } from '../../../gateway/federation/compileCompletion.ts';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import { centralSupergraph } from '../../support/centralContract.ts';
import { randomOperation } from '../../support/randomOperation.ts';

const contract = loadContract(centralSupergraph(), []);
const { apiSchema: schema, model } = contract;

/** A value that may be anything that a tree holds: also wrong ones, errors and what does not exist. */
class Anything {
  readonly type: string;
  readonly #dice: () => number;
  readonly #values = new Map<string, unknown>();
  readonly isThere: boolean;

  constructor(type: string, dice: () => number) {
    this.type = type;
    this.#dice = dice;
    this.isThere = dice() % 7 !== 0;
  }

  /** The same each time that it is asked for. */
  read(name: string, key: string): unknown {
    const type = schema.getType(this.type);
    const definition = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!definition) return undefined;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = anyValue(definition.type, this.#dice);
    this.#values.set(key, value);
    return value;
  }
}

function anyValue(type: GraphQLOutputType, dice: () => number): unknown {
  const chance = dice() % 17;
  if (chance === 0) return null;
  if (chance === 1) return new Error('a failure');
  if (isNonNullType(type)) return anyValue(type.ofType as GraphQLOutputType, dice);
  if (chance === 2) return 'no such thing';
  if (isListType(type))
    return Array.from({ length: dice() % 4 }, () => anyValue(type.ofType as GraphQLOutputType, dice));
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[dice() % named.getValues().length]?.value;
  if (!isCompositeType(named)) return dice() % 3 === 0 ? `text ${dice()}` : dice() % 100;
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
  return new Anything(types[dice() % types.length]?.name ?? '', dice);
}

const exists = (value: unknown): boolean => !(value instanceof Anything) || value.isThere;
const shown = (value: unknown): unknown =>
  Array.isArray(value) ? value.filter(exists).map(shown) : exists(value) ? value : null;

const source: Source = {
  valueOf: (object, { name, treeKey }) => (object instanceof Anything ? object.read(name, treeKey) : undefined),
  exists,
  whyUntyped: () => new TypeError('every object has a type'),
  typeOf: (object) => (object instanceof Anything ? object.type : undefined),
  locate: (error, nodes, path) => locatedError(error, [...nodes], [...path]),
};

function byReference(reference: GraphQLSchema, root: Anything, query: string, variables: object): ExecutionResult {
  const result = execute({
    schema: reference,
    document: parse(query),
    rootValue: root,
    variableValues: { ...variables },
    typeResolver: (value: unknown) => source.typeOf(value),
    fieldResolver: (object, _args, _context, { fieldName, path, fieldNodes }) =>
      shown(
        source.valueOf(object, {
          name: fieldName,
          key: '',
          typeName: '',
          nodes: fieldNodes,
          isFromMarking: false,
          treeKey: `${path.key}`,
        }),
      ),
  });
  if (result instanceof Promise) throw new TypeError('nothing to wait for');
  return result;
}

/** Where no value fits, each has its own words. */
const plain = ({ data, errors = [] }: ExecutionResult) => ({
  data: JSON.stringify(data),
  errors: errors.map(({ path, locations }) => ({ path, locations })),
});

it('a reader gets every value, null, order and place of an error as graphql-js completes them', () => {
  const operations = randomOperation(schema, { depth: 6, values: {} });
  let failures = 0;
  fc.assert(
    fc.property(operations, fc.array(fc.nat(), { minLength: 200, maxLength: 200 }), ({ query, variables }, numbers) => {
      const document = parse(query);
      fc.pre(validate(schema, document).length === 0);
      let at = 0;
      const operation = getOperationAST(document)?.operation ?? 'query';
      const root = new Anything(schema.getRootType(operation as never)?.name ?? '', () => numbers[at++ % 200] ?? 0);
      const expected = byReference(schema, root, query, variables);
      const completeFor = compileCompletion({ model, schema, document, operationName: null, denied: new Map() });
      for (const _again of [1, 2]) expect(plain(completeFor(variables)(source, root))).toEqual(plain(expected));
      if (expected.errors) failures += 1;
    }),
    { numRuns: Number(process.env['RUNS'] ?? 1000) },
  );
  expect(failures).toBeGreaterThan(100);
});
