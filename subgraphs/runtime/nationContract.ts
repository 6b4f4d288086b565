import { buildSubgraphSchema } from '@apollo/subgraph';
import { Kind, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { nationSdl } from '../../schema/nationSdl.ts';
import { capabilitiesTypes } from '../capabilities/recordTypes.ts';
import { capabilitiesResolvers } from '../capabilities/resolvers.ts';
import { exercisesTypes } from '../exercises/recordTypes.ts';
import { exercisesResolvers } from '../exercises/resolvers.ts';
import { incidentsTypes } from '../incidents/recordTypes.ts';
import { incidentsResolvers } from '../incidents/resolvers.ts';
import { releasesTypes } from '../releases/recordTypes.ts';
import { releasesResolvers } from '../releases/resolvers.ts';
import { recordTypes } from './RecordType.ts';
import type { RecordType } from './RecordType.ts';
import { ownNation } from './references.ts';
import { scalars } from './scalars.ts';

/** What every nation serves. It knows no nation and holds no data, so nations in one process share it. */
export interface NationContract {
  readonly schema: GraphQLSchema;
  readonly types: ReadonlyMap<string, RecordType>;
}

let loaded: NationContract | undefined;

export const nationContract = (): NationContract => (loaded ??= load());

/** Events leave by a feed of their own. */
const served = (name: string): boolean => name !== 'Subscription';

function load(): NationContract {
  const document = parse(nationSdl());
  const definitions = document.definitions.filter(
    (definition) => !('name' in definition) || served(definition.name?.value ?? ''),
  );
  const schema = buildSubgraphSchema([
    { typeDefs: { ...document, definitions }, resolvers: { ...scalars, Nation: { __resolveReference: ownNation } } },
    ...[incidentsResolvers, capabilitiesResolvers, exercisesResolvers, releasesResolvers].map((resolvers) => ({
      typeDefs: nothingMore,
      resolvers,
    })),
  ]);
  return {
    schema,
    types: recordTypes(schema, [...incidentsTypes, ...capabilitiesTypes, ...exercisesTypes, ...releasesTypes]),
  };
}

const nothingMore: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
