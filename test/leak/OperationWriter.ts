import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import type { ContractFacts } from './ContractFacts.ts';
import type { Dice } from './Dice.ts';
import type { LockMode } from './LeakCase.ts';
import type { Slot, Template } from './Template.ts';
import { rowText } from './wrongRow.ts';

type Field = GraphQLField<unknown, unknown>;

/** The limits of the gateway on aliases and directives, with some room. */
const mostAliases = 26;
const mostConditions = 12;

/** A random question over the contract. `lock`: `gateway` leaves out what a nation alone can enforce. */
export const randomTemplate = (dice: Dice, facts: ContractFacts, lock: LockMode): Template =>
  valid(facts, () => new OperationWriter(dice.fork(), facts, lock).query());

/** One or two random writes, of those that nations carry out. */
export const randomMutation = (dice: Dice, facts: ContractFacts, lock: LockMode): Template =>
  valid(facts, () => new OperationWriter(dice.fork(), facts, lock).mutation());

function valid(facts: ContractFacts, write: () => Template): Template {
  for (;;) {
    const template = write();
    if (template.query.length < 5000 && validate(facts.schema, parse(template.query)).length === 0) return template;
  }
}

class OperationWriter {
  readonly #dice: Dice;
  readonly #facts: ContractFacts;
  readonly #lock: LockMode;
  readonly #fragments: string[] = [];
  readonly #definitions: string[] = [];
  readonly #slots: Slot[] = [];
  #aliases = 0;
  #conditions = 0;

  constructor(dice: Dice, facts: ContractFacts, lock: LockMode) {
    this.#dice = dice;
    this.#facts = facts;
    this.#lock = lock;
  }

  mutation(): Template {
    const type = this.#facts.schema.getMutationType();
    if (!type) throw new TypeError('the schema has no mutation type');
    const fields = Object.values(type.getFields()).filter(({ name }) => this.#facts.mutations.has(name));
    const roots = this.#dice.times(this.#dice.percent(85) ? 1 : 2, () =>
      this.#field(type, this.#dice.pick(fields), 3, []),
    );
    return this.#operation('mutation', roots);
  }

  query(): Template {
    const query = this.#facts.schema.getQueryType();
    if (!query) throw new TypeError('the schema has no query type');
    const depth = this.#dice.weighted([
      [3, 2],
      [4, 3],
      [4, 4],
    ] as const);
    const roots = this.#dice.times(1 + this.#dice.below(depth > 3 ? 2 : 3), () => this.#root(query, depth));
    return this.#operation('query', roots);
  }

  #operation(kind: 'query' | 'mutation', roots: readonly string[]): Template {
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    return {
      query: [`${kind} Case${definitions} { ${roots.join(' ')} }`, ...this.#fragments].join('\n'),
      slots: this.#slots,
    };
  }

  #root(query: GraphQLObjectType, depth: number): string {
    if (this.#dice.percent(2)) return '__type(name: "Incident") { fields { name } }';
    const fields = Object.values(query.getFields()).filter((field) => this.#mayAsk(query, field));
    const weigh = (field: Field): number => {
      const target = getNamedType(field.type);
      if (field.name === 'sharedIndicators') return 16;
      if (target.name === 'Situation' || isConnection(target)) return field.name === 'auditEvents' ? 1 : 8;
      return field.name === 'nation'
        ? 4
        : this.#facts.isLabelled(target.name) && !isListType(getNullableType(field.type))
          ? 6
          : 1;
    };
    const field = this.#dice.weighted(fields.map((one) => [weigh(one), one] as const));
    return this.#field(query, field, depth, []);
  }

  /** What a required argument asks of a nation alone cannot be asked of the gateway alone. */
  #mayAsk(type: GraphQLCompositeType, field: Field): boolean {
    if (this.#lock !== 'gateway') return true;
    const coordinate = `${type.name}.${field.name}`;
    const shut = field.args.some(
      (arg) => isRequired(arg) && this.#facts.nationsDecide.has(`${coordinate}.${arg.name}`),
    );
    return field.name !== 'version' && !shut;
  }

  #selectionSet(type: GraphQLCompositeType, depth: number, path: readonly string[]): string {
    if (isConnection(type)) return this.#connection(type, depth, path);
    if (isPayload(type)) return this.#payload(type, depth, path);
    const count = 1 + this.#dice.below(depth > 1 ? 4 : 3);
    const parts = this.#dice.times(count, () => this.#selection(type, depth, path));
    if (type.name === 'SharedIndicator') parts.push(rowText);
    return `{ ${[...new Set(parts)].join(' ')} }`;
  }

  #connection(type: GraphQLObjectType, depth: number, path: readonly string[]): string {
    const edge = getNamedType(type.getFields()['edges']?.type);
    const node = isObjectType(edge) ? getNamedType(edge.getFields()['node']?.type) : undefined;
    const below = [...path, 'edges'];
    const rows = isCompositeType(node)
      ? this.#dice.weighted([
          [6, () => `edges { cursor node ${this.#selectionSet(node, depth - 1, [...below, 'node'])} }`],
          [5, () => `edges { node ${this.#selectionSet(node, depth - 1, [...below, 'node'])} }`],
          [1, () => 'edges { cursor }'],
          [1, () => `edges { cursor } again: edges${this.#condition()} { node { __typename } }`],
        ])()
      : '';
    const parts = [
      ...(this.#dice.percent(92) ? [rows] : []),
      ...(this.#dice.percent(65) ? ['pageInfo { hasNextPage endCursor }'] : []),
      ...(this.#dice.percent(15) ? ['page: pageInfo { startCursor hasPreviousPage }'] : []),
      ...(type.getFields()['coverage'] && this.#dice.percent(25) ? ['coverage { complete asked unavailable }'] : []),
    ];
    return `{ ${parts.length > 0 ? parts.join(' ') : 'pageInfo { hasNextPage }'} }`;
  }

  /** What was written, mostly, and always what kept it from being written. */
  #payload(type: GraphQLObjectType, depth: number, path: readonly string[]): string {
    const records = Object.values(type.getFields()).filter(({ name }) => name !== 'problems');
    const parts = this.#dice.some(records, 85).map((field) => this.#field(type, field, depth, path));
    return `{ ${[...parts, 'problems { code message path }'].join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number, path: readonly string[]): string {
    const dice = this.#dice;
    if (!('getFields' in type) || (depth > 0 && dice.percent(8))) return this.#fragment(type, depth, path);
    const fields = Object.values(type.getFields()).filter((field) => this.#mayAsk(type, field));
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const ways = fields.filter((field) => this.#leadsOn(field));
    const parts = fields.filter((field) => !leaves.includes(field) && !ways.includes(field));
    const classified = fields.filter(({ name }) => this.#facts.classified.has(`${type.name}.${name}`));
    if (depth > 0 && classified.length > 0 && dice.percent(10))
      return this.#field(type, dice.pick(classified), depth, path);
    if (depth > 1 && ways.length > 0 && dice.percent(50)) return this.#field(type, this.#way(ways), depth, path);
    if (depth > 0 && parts.length > 0 && dice.percent(35)) return this.#field(type, this.#part(parts), 1, path);
    const leaf = leaves.length > 0 && dice.percent(92) ? dice.pick(leaves) : undefined;
    return leaf ? this.#field(type, leaf, depth, path) : '__typename';
  }

  /** Records lead further than nations. */
  #way(ways: readonly Field[]): Field {
    return this.#dice.weighted(
      ways.map((field) => [getNamedType(field.type).name === 'Nation' ? 1 : 3, field] as const),
    );
  }

  /** Labels are what everything turns on. */
  #part(parts: readonly Field[]): Field {
    return this.#dice.weighted(parts.map((field) => [field.name === 'label' ? 3 : 1, field] as const));
  }

  /** To other records, or to lists of them. */
  #leadsOn({ type }: Field): boolean {
    const target = getNamedType(type);
    return this.#facts.isLabelled(target.name) || isConnection(target) || target.name === 'Nation';
  }

  #field(type: GraphQLCompositeType, field: Field, depth: number, path: readonly string[]): string {
    const target = getNamedType(field.type);
    const needsAlias = field.args.length > 0 || (this.#dice.percent(15) && this.#aliases < mostAliases);
    const alias = needsAlias ? `a${++this.#aliases}` : field.name;
    const below = [...path, alias];
    const args = this.#arguments(type, field, below);
    const inner = isCompositeType(target)
      ? ` ${this.#selectionSet(target, depth - 1 + (isConnection(target) ? 1 : 0), below)}`
      : '';
    return `${needsAlias ? `${alias}: ` : ''}${field.name}${args}${this.#condition()}${inner}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number, path: readonly string[]): string {
    const possible = isAbstractType(type)
      ? [type, ...this.#facts.schema.getPossibleTypes(type)]
      : [type, ...type.getInterfaces()];
    const on = this.#dice.pick(possible);
    if (depth < 1 || isConnection(on)) return '__typename';
    const body = this.#selectionSet(on, depth - (this.#dice.percent(50) ? 1 : 0), path);
    if (this.#dice.percent(60)) return `... on ${on.name}${this.#condition()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  #condition(): string {
    if (this.#conditions >= mostConditions || !this.#dice.percent(5)) return '';
    this.#conditions += 1;
    const type = this.#facts.schema.getType('Boolean') as GraphQLInputType;
    return ` @${this.#dice.pick(['include', 'skip'])}(if: ${this.#variable('Boolean!', type, null, null, false)})`;
  }

  #arguments(type: GraphQLCompositeType, field: Field, path: readonly string[]): string {
    const coordinate = `${type.name}.${field.name}`;
    const given = field.args.filter((arg) => this.#gives(coordinate, arg));
    const texts = given.map((arg) => {
      const isPlace = arg.name === 'after';
      if (arg.name === 'first' && this.#dice.percent(25)) return `first: ${this.#dice.below(4)}`;
      const isPlaceholder = isPlace || arg.name === 'first' || this.#dice.percent(75) || !isPlainEnum(arg.type);
      if (!isPlaceholder) return `${arg.name}: ${enumLiteral(this.#dice, arg.type)}`;
      const written = String(arg.type);
      const variable = this.#variable(
        written,
        arg.type,
        `${coordinate}.${arg.name}`,
        isPlace ? path : null,
        this.#dice.percent(20),
      );
      return `${arg.name}: ${variable}`;
    });
    return texts.length > 0 ? `(${texts.join(', ')})` : '';
  }

  #gives(coordinate: string, arg: GraphQLArgument): boolean {
    if (this.#lock === 'gateway' && this.#facts.nationsDecide.has(`${coordinate}.${arg.name}`)) return false;
    if (isRequired(arg) || arg.name === 'first') return true;
    return this.#dice.percent({ after: 60, where: 60, orderBy: 50, nations: 15 }[arg.name] ?? 40);
  }

  #variable(
    written: string,
    type: GraphQLInputType,
    coordinate: string | null,
    list: readonly string[] | null,
    isOptional: boolean,
  ): string {
    const name = `v${this.#slots.length}`;
    const preset = isOptional && written === 'Int!' ? ' = 2' : '';
    this.#definitions.push(`$${name}: ${written}${preset}`);
    this.#slots.push({ name, type, coordinate, list, hasDefault: preset !== '' });
    return `$${name}`;
  }
}

const isRequired = (arg: GraphQLArgument): boolean => isNonNullType(arg.type) && arg.defaultValue === undefined;

function isConnection(type: unknown): type is GraphQLObjectType {
  return isObjectType(type as GraphQLObjectType) && 'edges' in (type as GraphQLObjectType).getFields();
}

const isPayload = (type: GraphQLCompositeType): type is GraphQLObjectType =>
  isObjectType(type) && 'problems' in type.getFields();

const isPlainEnum = (type: GraphQLInputType): boolean =>
  isEnumType(getNamedType(type)) && !isInputObjectType(getNamedType(type));

function enumLiteral(dice: Dice, type: GraphQLInputType): string {
  const named = getNamedType(type);
  const value = isEnumType(named) ? dice.pick(named.getValues()).name : 'null';
  return isListType(getNullableType(type)) ? `[${value}]` : value;
}
