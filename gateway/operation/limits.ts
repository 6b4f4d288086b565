import { getOperationAST, visit, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { CodedError } from '../errors.ts';
import { measure, type OperationRequest, type OperationSize } from './measure.ts';

/** The most that one document may ask for. All are counted on the document; no data and no plan is looked at. */
export interface Limits {
  readonly depth: number;
  /** Root fields of the operation, fragments written out. */
  readonly rootFields: number;
  /** Fields and fragments as written. Validation compares them in pairs. */
  readonly fields: number;
  /** Fields of the operation, fragments written out. Planning costs by them. */
  readonly expandedFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** The same, each as often as the lists above it may hold: `first`, or what lists of that type are taken to hold. */
  readonly complexity: number;
}

export const defaultLimits: Limits = {
  depth: 15,
  rootFields: 10,
  fields: 250,
  expandedFields: 300,
  aliases: 30,
  directives: 20,
  complexity: 20_000,
};

/**
 * Why the document must not run, or null. Meant for documents that are parsed (within a bound on tokens) and not yet
 * validated: names that the schema does not have count as plain fields, and a circle of fragments as nothing.
 */
export function checkLimits(request: OperationRequest, schema: GraphQLSchema, limits: Limits): CodedError | null {
  const { document, operationName } = request;
  const written = countWritten(document);
  const operation = getOperationAST(document, operationName);
  const { badFirst, varies: _, ...size } = measured(request, operation ?? null, schema);
  const counts: Limits = { ...written.counts, ...size };
  const exceeded = (Object.keys(limits) as (keyof Limits)[]).find((limit) => counts[limit] > limits[limit]);
  if (exceeded !== undefined) return new CodedError('LIMIT_EXCEEDED', { limit: exceeded });
  if (written.reserved !== null) {
    return badInput(`the alias or variable \`${written.reserved}\` must not begin with two underscores`);
  }
  if (written.holdsNul || holdsNul(request.variables)) return badInput('text must not hold the character U+0000');
  return badFirst === null ? null : badInput(`the argument \`first\` of \`${badFirst}\` must be from 0 to 100`);
}

/** Reserved by GraphQL (October 2021, 2.1.9); `__gw` is the gateway's own, and `__proto__` no key of an answer. */
const reservedPrefix = '__';

const badInput = (message: string): CodedError => new CodedError('BAD_USER_INPUT', {}, message);

interface Written {
  readonly counts: Pick<Limits, 'fields' | 'aliases' | 'directives'>;
  readonly reserved: string | null;
  readonly holdsNul: boolean;
}

/** No store of a nation has such text, and some fail when they are asked for it. */
function holdsNul(variables: unknown): boolean {
  const values: unknown[] = [variables];
  for (const value of values) {
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) values.push(inner);
  }
  return false;
}

const sizes = new WeakMap<OperationDefinitionNode, { readonly schema: GraphQLSchema; readonly size: OperationSize }>();

/** An operation whose size no variable changes is measured once. */
function measured(
  request: OperationRequest,
  operation: OperationDefinitionNode | null,
  schema: GraphQLSchema,
): OperationSize {
  const known = operation ? sizes.get(operation) : undefined;
  if (known?.schema === schema) return known.size;
  const size = measure(request, operation, schema);
  if (operation && !size.varies) sizes.set(operation, { schema, size });
  return size;
}

const known = new WeakMap<DocumentNode, Written>();

/** One pass over the text of the document, whether it is used or not. */
function countWritten(document: DocumentNode): Written {
  const written = known.get(document) ?? countAfresh(document);
  known.set(document, written);
  return written;
}

function countAfresh(document: DocumentNode): Written {
  const counts = { fields: 0, aliases: 0, directives: 0 };
  let reserved: string | null = null;
  let nul = false;
  const checkName = (name: string): void => {
    if (name.startsWith(reservedPrefix)) reserved ??= name;
  };
  visit(document, {
    Field({ alias }) {
      counts.fields += 1;
      if (!alias) return;
      counts.aliases += 1;
      checkName(alias.value);
    },
    InlineFragment() {
      counts.fields += 1;
    },
    FragmentSpread() {
      counts.fields += 1;
    },
    Directive() {
      counts.directives += 1;
    },
    StringValue({ value }) {
      nul ||= value.includes('\0');
    },
    VariableDefinition({ variable }) {
      checkName(variable.name.value);
    },
  });
  return { counts, reserved, holdsNul: nul };
}
