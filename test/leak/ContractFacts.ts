import {
  getDirectiveValues,
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import type { ContractModel } from '../../gateway/contract/ContractModel.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';

/** What the contract says of arguments and input fields, by coordinate (`Query.incident.id`, `IncidentFilter.text`). */
export interface ContractFacts {
  readonly schema: GraphQLSchema;
  readonly isLabelled: (typeName: string) => boolean;
  /** The type whose id the value is. */
  readonly references: ReadonlyMap<string, string>;
  /** The output fields that the value is compared with: `Incident.attribution.actor`. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** Output fields that stand on a floor. */
  readonly classified: ReadonlySet<string>;
  /** Values that a nation alone can compare: they are compared with portions, or with fields of further records. */
  readonly nationsDecide: ReadonlySet<string>;
  /** By type: fields that may bear a label of their own. */
  readonly portions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Fields of `Mutation` that nations carry out. */
  readonly mutations: ReadonlySet<string>;
  /** By coordinate of a root field: the path of the argument that names its nation; null = the reader's own. */
  readonly routes: ReadonlyMap<string, string | null>;
}

/** `shown`: the schema that readers see. */
export function contractFacts(
  { schema, references, portions, floors, isLabelled, routedFields }: ContractModel,
  shown: GraphQLSchema,
): ContractFacts {
  const reads = new Map<string, readonly string[]>();
  const note = (coordinate: string, { astNode }: GraphQLArgument | GraphQLInputField): void => {
    const directive = schema.getDirective('reads');
    const applied = astNode?.directives?.filter(({ name }) => name.value === 'reads') ?? [];
    const paths = applied.flatMap((one) =>
      directive ? String(getDirectiveValues(directive, { directives: [one] })?.['field']) : [],
    );
    if (paths.length > 0) reads.set(coordinate, paths);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      for (const argument of field.args) note(`${type.name}.${field.name}.${argument.name}`, argument);
  }
  const opens = (path: string): boolean => {
    const [typeName = '', ...names] = path.split('.');
    let type = schema.getType(typeName);
    return names.some((name, index) => {
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      const hidden = (type && portions.get(type.name)?.has(name)) === true;
      type = field && getNamedType(field.type);
      return hidden || (index < names.length - 1 && type !== undefined && isLabelled(type.name));
    });
  };
  const nationsDecide = new Set([...reads].filter(([, paths]) => paths.some(opens)).map(([coordinate]) => coordinate));
  const classified = new Set(floors.keys());
  const written = nationContract().schema.getMutationType()?.getFields() ?? {};
  const mutations = new Set(Object.values(written).flatMap(({ name, resolve }) => (resolve ? [name] : [])));
  const routes = new Map([...routedFields].map(([coordinate, { by }]) => [coordinate, by]));
  return { schema: shown, isLabelled, references, reads, classified, nationsDecide, portions, mutations, routes };
}
