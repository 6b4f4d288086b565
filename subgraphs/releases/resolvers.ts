import { mutation } from '../runtime/mutation.ts';
import type { PageArguments, Reading, RecordObject } from '../runtime/Reading.ts';
import { keeper, ownEntity, reference, sharedEntity } from '../runtime/references.ts';
import type { Resolvers } from '../runtime/Resolvers.ts';
import { versionOf } from '../runtime/versionOf.ts';
import { answerRelease } from './answerRelease.ts';
import { closeRelease } from './closeRelease.ts';
import { releaseRequestConditions, type ReleaseRequestFilter } from './filters.ts';
import { askedAs, releasable } from './releasable.ts';
import { requestRelease } from './requestRelease.ts';

type RequestsArguments = PageArguments & { where: ReleaseRequestFilter };

/** By type of record: the requests about one. */
const requestsAbout: Resolvers = Object.fromEntries(
  askedAs.map((as) => [
    releasable[as].type,
    {
      releaseRequests: (record: RecordObject, page: PageArguments, reading: Reading) =>
        reading.listReferring('ReleaseRequest', [as], record.id, {}, page),
    },
  ]),
);

export const releasesResolvers: Resolvers = {
  Query: {
    releaseRequests: (_source: unknown, { where, ...page }: RequestsArguments, reading: Reading) =>
      reading.list('ReleaseRequest', { conditions: releaseRequestConditions(where) }, page),
  },
  Mutation: {
    requestRelease: mutation(requestRelease),
    answerRelease: mutation(answerRelease),
    closeRelease: mutation(closeRelease),
  },
  ...requestsAbout,
  ReleaseRequest: {
    __resolveReference: sharedEntity('ReleaseRequest'),
    requester: keeper,
    version: versionOf,
    ...Object.fromEntries(askedAs.map((as) => [as, reference(releasable[as].type, as)])),
    answers: (request: RecordObject, page: PageArguments, reading: Reading) =>
      reading.listReferring('ReleaseAnswer', ['request'], request.id, {}, page),
  },
  ReleaseAnswer: {
    __resolveReference: ownEntity('ReleaseAnswer'),
    request: reference('ReleaseRequest', 'request'),
    by: keeper,
  },
};
