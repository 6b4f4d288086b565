// Random operations over a schema: valid by construction, with aliases, fragments, variables and conditions.
import fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OperationChoices {
  readonly depth: number;
  /** Values for an argument or input field, by name, where any scalar will not do. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  /** Response keys that plain leaves go by, now and then: `as_KEY_1`, which makes each of them different. */
  readonly leafKeys?: readonly string[];
}

/** The operation with these keys as they are; it may be none, where they conflict. */
export const withLeafKeys = (text: string): string => text.replaceAll(/\bas_([A-Za-z]+)_\d+\b/g, '$1');

/** Draws from one stream of numbers, zeros at its end, so that a failing case shrinks to fewer and smaller choices. */
class Dice {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  below(limit: number): number {
    const number = this.#numbers[this.#at++] ?? 0;
    return number % Math.max(limit, 1);
  }

  oneIn(chances: number): boolean {
    return this.below(chances) === chances - 1;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}

export function randomOperation(schema: GraphQLSchema, choices: OperationChoices): fc.Arbitrary<RandomOperation> {
  return fc
    .array(fc.nat({ max: 9999 }), { minLength: 8, maxLength: 120 })
    .map((numbers) => new OperationWriter(schema, choices, new Dice(numbers)).write());
}

class OperationWriter {
  readonly #schema: GraphQLSchema;
  readonly #choices: OperationChoices;
  readonly #dice: Dice;
  readonly #fragments: string[] = [];
  readonly #definitions: string[] = [];
  readonly #variables: Record<string, unknown> = {};

  constructor(schema: GraphQLSchema, choices: OperationChoices, dice: Dice) {
    this.#schema = schema;
    this.#choices = choices;
    this.#dice = dice;
  }

  write(): RandomOperation {
    const query = this.#schema.getQueryType();
    if (!query) throw new TypeError('the schema has no query type');
    const body = this.#selectionSet(query, this.#choices.depth);
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    return { query: [`query Random${definitions} ${body}`, ...this.#fragments].join('\n'), variables: this.#variables };
  }

  /**
   * Beside a condition there is always something without one: stock ApolloGateway fetches nothing for a field whose
   * whole selection is left out, and answers null even where the field cannot be.
   */
  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: 1 + this.#dice.below(4) }, () => this.#selection(type, depth));
    if (parts.some((part) => part.includes('@'))) parts.unshift('__typename');
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const choice = this.#dice.below(10);
    if (choice === 0) return '__typename';
    if (choice === 1 || !('getFields' in type)) return this.#fragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 1 || !isCompositeType(getNamedType(field.type)),
    );
    const field = this.#dice.pick(fields);
    return field ? this.#field(type, field, depth) : '__typename';
  }

  /** An alias that carries the type and the arguments never conflicts with another. */
  #field(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): string {
    const target = getNamedType(field.type);
    const args = this.#arguments(field.args);
    const leafKey = args === '' && !isCompositeType(target) ? this.#leafKey() : null;
    const isPlain = args === '' && this.#dice.below(3) > 0 && isObjectType(type);
    const alias = leafKey ?? (isPlain ? '' : `${this.#alias(type, field)}: `);
    const inner = isCompositeType(target) ? ` ${this.#selectionSet(target, depth - 1)}` : '';
    return `${alias}${field.name}${args}${this.#condition()}${inner}`;
  }

  #alias(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): string {
    return `${type.name}_${field.name}_${this.#count++}`;
  }
  #count = 0;

  #leafKey(): string | null {
    const { leafKeys } = this.#choices;
    return leafKeys && this.#dice.oneIn(6) ? `as_${this.#dice.pick(leafKeys)}_${this.#count++}: ` : null;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const possible = isAbstractType(type)
      ? [type, ...this.#schema.getPossibleTypes(type)]
      : [type, ...type.getInterfaces()];
    const on = this.#dice.pick(possible) ?? type;
    if (depth < 1) return '__typename';
    const body = this.#selectionSet(on, depth - 1);
    if (this.#dice.oneIn(2)) return `... on ${on.name}${this.#condition()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  #condition(): string {
    if (!this.#dice.oneIn(8)) return '';
    const directive = this.#dice.pick(['include', 'skip']) ?? 'include';
    return ` @${directive}(if: ${this.#variable('Boolean!', this.#dice.oneIn(2))})`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args
      .filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || this.#dice.oneIn(2))
      .map((arg) => {
        const value = this.#value(arg.type, arg.name, 2);
        return `${arg.name}: ${this.#dice.oneIn(2) ? this.#variable(String(arg.type), value) : literal(value, arg.type)}`;
      });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return `$${name}`;
  }

  #value(type: GraphQLInputType, name: string, depth: number): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, name, depth);
    if (isListType(type)) {
      return Array.from({ length: this.#dice.below(3) }, () =>
        this.#value(type.ofType as GraphQLInputType, name, depth),
      );
    }
    const chosen = this.#choices.values[name] ?? this.#choices.values[getNamedType(type).name];
    if (chosen) return this.#dice.pick(chosen);
    if (isEnumType(type)) return this.#dice.pick(type.getValues())?.name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) =>
          depth > 0 && ((isNonNullType(field.type) && field.defaultValue === undefined) || this.#dice.oneIn(4)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, field.name, depth - 1)]));
    }
    return { Int: 3, Float: 0.5, Boolean: true }[getNamedType(type).name] ?? 'a';
  }
}

/** A value as GraphQL writes it: enum values without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (value === null || value === undefined) return 'null';
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) {
    const item = type.ofType as GraphQLInputType;
    return Array.isArray(value) ? `[${value.map((one) => literal(one, item)).join(', ')}]` : literal(value, item);
  }
  if (isEnumType(type) && typeof value === 'string') return value;
  if (!isInputObjectType(type)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, inner]) => {
    const field = type.getFields()[name];
    return field ? `${name}: ${literal(inner, field.type)}` : '';
  });
  return `{ ${fields.join(', ')} }`;
}
