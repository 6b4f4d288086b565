// Everything the gateway knows of a contract, read once from the supergraph SDL. It names no domain: what a field means
// to execution stands in the contract's directives.
import {
  buildASTSchema,
  getDirectiveValues,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
} from 'graphql';
import type { Domain } from '../../schema/label/domain.ts';
import { closeFloors } from './closeFloors.ts';
import type { Floor } from './floor.ts';
import { readMatchRules, type MatchRule } from './MatchRule.ts';
import { plannedFields } from './plannedFields.ts';

/** Where a routed field or object finds its nation. */
export interface Route {
  /** An argument (or path in it) of a root field; the key field of an object or of the object that a field refers to. */
  readonly by: string | null;
  readonly toViewer: boolean;
}

export interface ContractModel {
  /** The whole schema, inaccessible parts included. */
  readonly schema: GraphQLSchema;
  readonly gathered: ReadonlySet<string>;
  /** Gathered lists whose sort key, where it is a time, has already happened. */
  readonly past: ReadonlySet<string>;
  /** Lists that the gateway makes by comparing, by coordinate. */
  readonly matches: ReadonlyMap<string, MatchRule>;
  /** `Query.incident`, `IncidentLink.from`: by coordinate. */
  readonly routedFields: ReadonlyMap<string, Route>;
  /** `Incident`, `Nation`: the key field that names the owner. */
  readonly routedTypes: ReadonlyMap<string, string>;
  /** The names of the fields that a plan asks for by itself: `id`, `code`. */
  readonly plannedFields: ReadonlySet<string>;
  /** `Query.incident.id`, `LessonFilter.incident`: the type whose id the value is. */
  readonly references: ReadonlyMap<string, string>;
  /** `RequestAnswer`: the fields that go along with a named record of this type to the nation that writes. */
  readonly handedOver: ReadonlyMap<string, ReadonlySet<string>>;
  /** All floors that a type, field, argument or input field stands on, closed over what it leads to. */
  readonly floors: ReadonlyMap<string, readonly Floor[]>;
  readonly portions: ReadonlyMap<string, ReadonlySet<string>>;
  readonly visibleWith: ReadonlyMap<string, readonly string[]>;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly fromMarking: ReadonlySet<string>;
  /** Scalars that no nation's subgraph has. */
  readonly centralScalars: ReadonlySet<string>;
  /** Is the field answered by the nations' subgraphs (and not by a central one)? */
  readonly isNational: (typeName: string, fieldName: string) => boolean;
  readonly isObject: (typeName: string) => boolean;
  readonly isLabelled: (typeName: string) => boolean;
  /** Is anything labelled at all? */
  readonly hasLabels: boolean;
  /** The Relay connection shape: `edges` and `pageInfo`. */
  readonly isConnection: (typeName: string) => boolean;
  /** The field that names the owner of an object of this type: the key of a routed type, else the id of a labelled one. */
  readonly ownerKey: (typeName: string) => string | null;
}

export function readContract(supergraphSdl: string, nationalDomains: readonly string[]): ContractModel {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValidSDL: true });
  const national = nationalGraphs(schema, nationalDomains);
  const gathered = new Set<string>();
  const past = new Set<string>();
  const routedFields = new Map<string, Route>();
  const routedTypes = new Map<string, string>();
  const references = new Map<string, string>();
  const handedOver = new Map<string, Set<string>>();
  const declared = new Map<string, Floor[]>();
  const portions = new Map<string, Set<string>>();
  const visibleWith = new Map<string, readonly string[]>();
  const domains = new Map<string, Domain>();
  const fromMarking = new Set<string>();
  const answeredBy = new Map<string, boolean>();

  const read = (name: string, node: DirectiveHolder): Record<string, unknown> | undefined => {
    const definition = schema.getDirective(name);
    return definition && node ? getDirectiveValues(definition, node) : undefined;
  };
  const readFloors = (coordinate: string, node: DirectiveHolder): void => {
    const definition = schema.getDirective('classified');
    const applications = node?.directives?.filter((directive) => directive.name.value === 'classified') ?? [];
    if (!definition || applications.length === 0) return;
    declared.set(
      coordinate,
      applications.map(
        (application) => getDirectiveValues(definition, { directives: [application] }) as unknown as Floor,
      ),
    );
  };
  const readReference = (coordinate: string, node: DirectiveHolder): void => {
    const reference = read('reference', node);
    if (!reference) return;
    const to = reference['to'] as string;
    references.set(coordinate, to);
    for (const name of (reference['with'] ?? []) as string[]) {
      handedOver.set(to, (handedOver.get(to) ?? new Set()).add(name));
    }
  };
  const readField = (type: CompositeType, field: GraphQLField<unknown, unknown>): void => {
    const coordinate = `${type.name}.${field.name}`;
    const node = field.astNode;
    const graphs = graphsOf(node, 'join__field') ?? graphsOf(type.astNode, 'join__type') ?? [];
    answeredBy.set(coordinate, graphs.length > 0 && graphs.every((graph) => national.has(graph)));
    const gather = read('gather', node);
    if (gather) gathered.add(coordinate);
    if (gather?.['past'] === true) past.add(coordinate);
    const route = read('route', node);
    if (route) routedFields.set(coordinate, toRoute(route));
    if (read('portion', node)) portions.set(type.name, (portions.get(type.name) ?? new Set()).add(field.name));
    if (read('fromMarking', node)) fromMarking.add(coordinate);
    readFloors(coordinate, node);
    for (const argument of field.args) {
      readFloors(`${coordinate}.${argument.name}`, argument.astNode);
      readReference(`${coordinate}.${argument.name}`, argument.astNode);
    }
  };

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    readFloors(type.name, type.astNode);
    if (isObjectType(type) || isInterfaceType(type)) {
      const route = read('route', type.astNode);
      if (typeof route?.['by'] === 'string') routedTypes.set(type.name, route['by']);
      const together = read('visibleWith', type.astNode);
      if (together) visibleWith.set(type.name, together['fields'] as string[]);
      const domain = read('domain', type.astNode);
      if (domain) domains.set(type.name, domain['is'] as Domain);
      for (const field of Object.values(type.getFields())) readField(type, field);
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        readFloors(`${type.name}.${field.name}`, field.astNode);
        readReference(`${type.name}.${field.name}`, field.astNode);
      }
    }
  }

  const scalars = Object.values(schema.getTypeMap()).filter(isScalarType);
  const isCentral = ({ astNode }: GraphQLScalarType): boolean =>
    graphsOf(astNode, 'join__type')?.every((graph) => !national.has(graph)) ?? false;
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const labelled = namesOf(objects, (type) => type.getInterfaces().some(({ name }) => name === 'Labelled'));
  const objectNames = new Set(objects.map(({ name }) => name));
  const identified = namesOf(objects, (type) => labelled.has(type.name) && 'id' in type.getFields());
  const connections = namesOf(objects, (type) => 'edges' in type.getFields() && 'pageInfo' in type.getFields());
  return {
    schema,
    gathered,
    past,
    matches: readMatchRules(schema),
    routedFields,
    routedTypes,
    plannedFields: plannedFields(schema),
    references,
    handedOver,
    floors: closeFloors(schema, declared),
    portions,
    visibleWith,
    domains,
    fromMarking,
    centralScalars: new Set(scalars.filter(isCentral).map(({ name }) => name)),
    isObject: (typeName) => objectNames.has(typeName),
    isLabelled: (typeName) => labelled.has(typeName),
    hasLabels: labelled.size > 0,
    isNational: (typeName, fieldName) => answeredBy.get(`${typeName}.${fieldName}`) ?? false,
    isConnection: (typeName) => connections.has(typeName),
    ownerKey: (typeName) => routedTypes.get(typeName) ?? (identified.has(typeName) ? 'id' : null),
  };
}

const namesOf = (types: readonly GraphQLObjectType[], are: (type: GraphQLObjectType) => boolean): ReadonlySet<string> =>
  new Set(types.filter(are).map(({ name }) => name));

type CompositeType = GraphQLObjectType | GraphQLInterfaceType;
type DirectiveHolder = Parameters<typeof getDirectiveValues>[1] | null | undefined;

const toRoute = (values: Record<string, unknown>): Route => ({
  by: typeof values['by'] === 'string' ? values['by'] : null,
  toViewer: values['to'] === 'VIEWER',
});

/** The values of the enum join__Graph that stand for national subgraphs. */
function nationalGraphs(schema: GraphQLSchema, nationalDomains: readonly string[]): ReadonlySet<string> {
  const graphs = schema.getType('join__Graph');
  const named = new Set<string>();
  if (!graphs || !('getValues' in graphs)) return named;
  const definition = schema.getDirective('join__graph');
  for (const value of graphs.getValues()) {
    const name = definition && value.astNode ? getDirectiveValues(definition, value.astNode)?.['name'] : undefined;
    if (typeof name === 'string' && nationalDomains.includes(name)) named.add(value.name);
  }
  return named;
}

function graphsOf(node: DirectiveHolder, directive: 'join__field' | 'join__type'): readonly string[] | null {
  const graphs = (node?.directives ?? [])
    .filter((application) => application.name.value === directive)
    .flatMap((application) => application.arguments ?? [])
    .filter((argument) => argument.name.value === 'graph' && argument.value.kind === Kind.ENUM)
    .map((argument) => ('value' in argument.value ? String(argument.value.value) : ''));
  return graphs.length > 0 ? graphs : null;
}
