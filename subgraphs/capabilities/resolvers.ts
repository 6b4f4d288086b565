import { mutation } from '../runtime/mutation.ts';
import {
  central,
  centrals,
  keeper,
  nations,
  ownEntity,
  ownReference,
  reference,
  references,
  sharedEntity,
} from '../runtime/references.ts';
import type { NationStub } from '../runtime/references.ts';
import type { PageArguments, Reading, RecordObject } from '../runtime/Reading.ts';
import type { Resolvers } from '../runtime/Resolvers.ts';
import { versionOf } from '../runtime/versionOf.ts';
import { advanceRequest } from './advanceRequest.ts';
import { capabilityConditions, capabilityRequestConditions } from './filters.ts';
import type { CapabilityFilter, CapabilityRequestFilter } from './filters.ts';
import { offerCapability } from './offerCapability.ts';
import { registerCapability } from './registerCapability.ts';
import { requestCapability } from './requestCapability.ts';
import { respondToRequest } from './respondToRequest.ts';
import { setReadiness } from './setReadiness.ts';

type CapabilitiesArguments = PageArguments & { where: CapabilityFilter };
type RequestsArguments = PageArguments & { where: CapabilityRequestFilter };

const capabilities = async ({ where, ...page }: CapabilitiesArguments, reading: Reading) =>
  reading.list('Capability', { conditions: capabilityConditions(where, reading.view('CapabilityOffer')) }, page);

export const capabilitiesResolvers: Resolvers = {
  Query: {
    capability: (_source: unknown, { id }: { id: string }, reading: Reading) => reading.directly('Capability', id),
    capabilities: (_source: unknown, args: CapabilitiesArguments, reading: Reading) => capabilities(args, reading),
    capabilityRequest: (_source: unknown, { id }: { id: string }, reading: Reading) =>
      reading.directly('CapabilityRequest', id),
    capabilityRequests: (_source: unknown, { where, ...page }: RequestsArguments, reading: Reading) =>
      reading.list('CapabilityRequest', { conditions: capabilityRequestConditions(where) }, page),
  },
  Mutation: {
    registerCapability: mutation(registerCapability),
    setReadiness: mutation(setReadiness),
    offerCapability: mutation(offerCapability),
    requestCapability: mutation(requestCapability),
    respondToRequest: mutation(respondToRequest),
    advanceRequest: mutation(advanceRequest),
  },
  Nation: {
    capabilities: (nation: NationStub, args: CapabilitiesArguments, reading: Reading) =>
      nation.code === reading.nation ? capabilities(args, reading) : null,
  },
  Incident: {
    capabilityRequests: (incident: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('CapabilityRequest', ['incident'], incident.id, {}, page),
  },
  Exercise: {
    capabilitiesUsed: (exercise: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('CapabilityUse', ['exercise'], exercise.id, {}, page),
  },
  Capability: {
    __resolveReference: sharedEntity('Capability'),
    owner: keeper,
    version: versionOf,
    offers: (capability: RecordObject, _args: unknown, reading: Reading) =>
      reading.allReferring('CapabilityOffer', 'capability', capability.id),
    agreements: centrals('Agreement', 'agreements'),
  },
  CapabilityOffer: {
    capability: ownReference('Capability', 'capability'),
    to: nations('to'),
    under: central('Agreement', 'under'),
  },
  CapabilityRequest: {
    __resolveReference: sharedEntity('CapabilityRequest'),
    requester: keeper,
    version: versionOf,
    to: nations('to'),
    incident: reference('Incident', 'incident'),
    exercise: reference('Exercise', 'exercise'),
    accepted: references('RequestAnswer', 'accepted'),
    responses: (request: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('RequestAnswer', ['request'], request.id, {}, page),
  },
  RequestAnswer: {
    __resolveReference: ownEntity('RequestAnswer'),
    request: reference('CapabilityRequest', 'request'),
    by: keeper,
    capability: reference('Capability', 'capability'),
  },
  CapabilityUse: {
    exercise: reference('Exercise', 'exercise'),
    capability: reference('Capability', 'capability'),
  },
};
