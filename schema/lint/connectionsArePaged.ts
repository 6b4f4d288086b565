import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import type { Rule } from './Contract.ts';
import { connectionIn } from './shapes.ts';

/** The most that a reader may ask of one page. */
const mostPerPage = 100;

/** A connection is of the one shape that the gateway pages through, and a page has a size even when none is asked. */
export const connectionsArePaged: Rule = ({ fields }) =>
  fields.flatMap(({ at, definition }) => {
    const connection = connectionIn(definition.type);
    if (connection === null) return [];
    return [...pageComplaints(definition), ...shapeComplaints(connection)].map((message) => ({ at, message }));
  });

function pageComplaints({ args }: GraphQLField<unknown, unknown>): readonly string[] {
  const first = args.find(({ name }) => name === 'first');
  const after = args.find(({ name }) => name === 'after');
  const size = first?.defaultValue;
  const bounded = String(first?.type) === 'Int!' && typeof size === 'number' && size > 0 && size <= mostPerPage;
  return [
    ...(bounded ? [] : [`page size open; add \`first: Int! = 25\`, a default of at most ${mostPerPage}`]),
    ...(String(after?.type) === 'String' ? [] : ['add `after: String`']),
  ];
}

function shapeComplaints(connection: GraphQLObjectType): readonly string[] {
  const { edges, pageInfo } = connection.getFields();
  const edge = edges && getNamedType(edges.type);
  const { cursor, node } = isObjectType(edge) ? edge.getFields() : {};
  return [
    ...(edge && String(edges.type) === `[${edge.name}!]!` ? [] : [`add \`edges: [Edge!]!\` to ${connection.name}`]),
    ...(String(pageInfo?.type) === 'PageInfo!' ? [] : [`add \`pageInfo: PageInfo!\` to ${connection.name}`]),
    ...(String(cursor?.type) === 'String!' && node
      ? []
      : [`the edges of ${connection.name} need \`cursor: String!\` and \`node\``]),
  ];
}
