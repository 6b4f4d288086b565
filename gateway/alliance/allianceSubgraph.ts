import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type ExecutionResult } from 'graphql';
import { contractSdls } from '../../schema/contractSdls.ts';
import { agreementOf, agreementResolvers, agreementsBetween } from './agreements.ts';
import type { AllianceContext, AllianceSources } from './AllianceContext.ts';
import { auditEvents } from './auditEvents.ts';
import type { CentralSubgraph } from './CentralSubgraph.ts';
import { coalitionResolvers, coalitions } from './coalitions.ts';
import { explainAccess } from './explainAccess.ts';
import { agencyResolvers, nationResolvers } from './nations.ts';
import { partyOf } from './partyOf.ts';
import { viewerResolvers } from './viewer.ts';

/** The subgraph `alliance`: the registry, the reader and the access log. It runs in the gateway and holds no nation's records. */
export function allianceSubgraph({
  registry,
  ...sources
}: AllianceSources): (...asked: Parameters<CentralSubgraph>) => Promise<ExecutionResult> {
  const sdl = contractSdls().find(({ name }) => name === 'alliance')?.sdl ?? '';
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  return async ({ document, variables }, request) => {
    const contextValue: AllianceContext = { ...sources, registry: registry(), request };
    return execute({ schema, document, variableValues: variables, contextValue });
  };
}

const resolvers = {
  Query: {
    viewer: (_root: unknown, _args: unknown, { request }: AllianceContext) => request.reader,
    nations: (_root: unknown, _args: unknown, { registry }: AllianceContext) =>
      [...registry.parties.keys()].sort().map((code) => registry.parties.get(code)),
    nation: (_root: unknown, { code }: { code: string }, context: AllianceContext) => partyOf({ code }, context),
    coalitions: (_root: unknown, _args: unknown, { registry }: AllianceContext) => coalitions(registry),
    agreements: agreementsBetween,
    explainAccess,
    auditEvents,
  },
  ...viewerResolvers,
  Nation: { __resolveReference: entity(partyOf), ...nationResolvers },
  Agency: agencyResolvers,
  Coalition: coalitionResolvers,
  Agreement: { __resolveReference: entity(agreementOf), ...agreementResolvers },
};

/** A copy: `_entities` writes a `__typename` into what it is given, and the registry is frozen. */
function entity<Key, Value extends object>(find: (key: Key, context: AllianceContext) => Value | null) {
  return (key: Key, context: AllianceContext): Value | null => {
    const found = find(key, context);
    return found && { ...found };
  };
}
