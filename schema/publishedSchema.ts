import { Supergraph } from '@apollo/federation-internals';
import { printSchema } from 'graphql';

const note = '# The contract as its readers use it. Written from schema/contract by `node schema/publish.ts`.\n\n';

/** The API schema as plain SDL, for code generation: without directives and without what is not for readers. */
export const publishedSchema = (supergraphSdl: string): string =>
  `${note}${printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema())}\n`;
