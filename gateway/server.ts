import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { documentDigest } from '../schema/alliance/digest.ts';
import { nationalDomains } from '../schema/contractSdls.ts';
import { AlertDesk } from './alerts/AlertDesk.ts';
import { Hub } from './alerts/Hub.ts';
import { allianceSubgraph } from './alliance/allianceSubgraph.ts';
import { organisationSubgraph } from './alliance/organisationSubgraph.ts';
import { readOrganisationAnswer } from './alliance/readOrganisationAnswer.ts';
import type { Access, AccessEntry } from './audit/AccessEntry.ts';
import { openAccessLog } from './audit/AccessLog.ts';
import { release } from './audit/release.ts';
import type { GatewayKeys } from './config/readKeys.ts';
import type { Registry } from './config/Registry.ts';
import { registerConsole } from './console/registerConsole.ts';
import { AllianceGateway } from './federation/AllianceGateway.ts';
import { createApollo, failureLog } from './http/createApollo.ts';
import { createApp } from './http/createApp.ts';
import type { Capacity } from './http/Places.ts';
import { registerGraphql } from './http/registerGraphql.ts';
import { registerHealth } from './http/registerHealth.ts';
import { registerStream, type StreamCapacity } from './http/registerStream.ts';
import { takeLeave } from './http/takeLeave.ts';
import { KeySets } from './identity/KeySets.ts';
import type { Reader } from './identity/Reader.ts';
import { VerifiedTokens } from './identity/VerifiedTokens.ts';
import { feedOpener } from './nations/openFeed.ts';
import { readAnswer } from './nations/readAnswer.ts';
import { createSubgraphClient, type SubgraphFailure } from './nations/SubgraphClient.ts';
import type { SubgraphLimits } from './nations/SubgraphPort.ts';
import { Passports } from './nations/Passports.ts';
import { defaultLimits, type Limits } from './operation/limits.ts';
import { weighMatches } from './operation/weighMatches.ts';
import { mayReadOwn } from './policy/mayReadOwn.ts';
import { pseudonyms } from './policy/pseudonym.ts';
import type { RequestContext } from './RequestContext.ts';

export interface GatewayOptions {
  readonly registry: Registry;
  readonly keys: GatewayKeys;
  readonly supergraphSdl: string;
  /** File that the access log is appended to. */
  readonly accessLog: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  readonly logger: Logger;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** `permit` is for tests of the nations' own lock: the gateway then decides every record readable. */
  readonly lock?: 'enforce' | 'permit';
  readonly limits?: Partial<Limits>;
  readonly subgraphLimits?: Partial<SubgraphLimits>;
  readonly capacity?: Partial<Capacity>;
  readonly streams?: Partial<StreamCapacity & { readonly patience: number }>;
}

export interface RunningGateway {
  readonly url: string;
  /** How many streams of alerts are open. */
  readonly streams: () => number;
  /**
   * Lets what is under way end, then takes everything down. For `patience` milliseconds before that, connections that
   * readers keep open are served, and ended with their next answer: none is closed under a request.
   */
  readonly stop: (patience?: number) => Promise<void>;
}

/** The one place that constructs the gateway: everything below is handed what it needs. Resolves when it is ready. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  // Read by ApolloGateway's constructor; without it, it looks for cloud providers and reports to its maker.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const { keys, logger, clock, lock = 'enforce' } = options;
  const { registry } = options;
  const policyVersion = documentDigest(registry.document);
  let schema: GraphQLSchema | null = null;

  const pseudonymOf = pseudonyms(keys.pseudonyms);
  const tokens = new VerifiedTokens(new KeySets());
  const passports = new Passports({ registry: () => registry, signing: keys.signing, pseudonym: pseudonymOf });
  const accessLog = await openAccessLog(options.accessLog, clock);
  const asking = {
    passportFor: (reader: Reader, owner: string, now: number) => passports.passportFor(reader, owner, now),
    elapsed: () => performance.now(),
    log: (failure: SubgraphFailure) => logger.warn(failure, 'subgraph unavailable'),
    ...(options.subgraphLimits && { limits: options.subgraphLimits }),
  };
  const nations = createSubgraphClient({ endpoints: endpointsOf(registry), read: readAnswer, ...asking });
  const organisations = createSubgraphClient({
    endpoints: centralEndpointsOf(registry),
    read: readOrganisationAnswer,
    ...asking,
  });
  const central = allianceSubgraph({
    registry: () => registry,
    stateOf: nations.state,
    pseudonym: pseudonymOf,
    mayReadOwn: ({ reader, now }) => mayReadOwn(reader, registry, now, pseudonymOf(reader, reader.nation)),
    accesses: accessLog.newestFirst,
  });

  const entryOf = (access: Access, { reader, requestId }: RequestContext): AccessEntry => ({
    requestId,
    readerNation: reader.nation,
    operationHash: access.operationHash,
    outcome: access.outcome,
    policyVersion,
    owners: Object.fromEntries(
      [...access.records].map(([owner, records]) => [owner, { pseudonym: pseudonymOf(reader, owner), records }]),
    ),
  });
  const gateway = new AllianceGateway({
    supergraphSdl: options.supergraphSdl,
    nationalDomains,
    registry: () => registry,
    ask: nations.ask,
    central: new Map([
      ['alliance', central],
      ...[...centralEndpointsOf(registry).keys()].map(
        (code) => [code, organisationSubgraph(code, organisations.ask)] as const,
      ),
    ]),
    pseudonym: pseudonymOf,
    sealingKey: keys.sealing,
    release: (answer, context, access) => release(answer, entryOf(access, context), accessLog),
    lock,
    alarm: (violation) => logger.warn({ violation }, 'contract violated by a nation'),
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = weighMatches(apiSchema, gateway.contract.model);
  });

  const openFeed = feedOpener(() => registry, keys.signing, clock);
  const hub = new Hub([...endpointsOf(registry).keys()], (nation) => ({
    nation,
    open: openFeed,
    clock,
    alarm: (problem) => logger.warn({ nation, problem }, 'contract violated by a nation'),
    log: (problem) => logger.warn({ nation, problem }, 'feed interrupted'),
  }));
  const alerts = new AlertDesk({
    contract: () => gateway.contract,
    parts: gateway.parts,
    evaluate: (...asked) => gateway.evaluate(...asked),
    hub,
    clock,
    patience: options.streams?.patience ?? 15_000,
    log: (problem, requestId) => logger.warn({ requestId, problem }, 'alerts ended early'),
  });

  const app = createApp(logger);
  const apollo = createApollo(gateway, logger);
  await apollo.start();
  registerGraphql(app, {
    apollo,
    execute: gateway.executor,
    logFailures: failureLog(logger),
    verify: (token, now) => tokens.verify(token, registry, now),
    schema: () => schema,
    limits: { ...defaultLimits, ...options.limits },
    clock,
    deadline: 10_000,
    capacity: { all: 1024, nation: 512, reader: 32, turn: 20, ...options.capacity },
  });
  await registerStream(app, {
    open: (request) => alerts.open(request),
    verify: (token, now) => tokens.verify(token, registry, now),
    schema: () => schema,
    limits: { ...defaultLimits, ...options.limits },
    clock,
    capacity: { all: 4096, nation: 1024, reader: 16, ...options.streams },
  });
  registerHealth(app, {
    missing: () => [...(schema ? [] : ['supergraph']), ...(accessLog.healthy() ? [] : ['access log'])],
    nations: [...endpointsOf(registry).keys()],
    organisations: [...centralEndpointsOf(registry).keys()],
    stateOf: (owner) => (registry.organisations.has(owner) ? organisations : nations).state(owner),
    publicKeys: keys.publicKeys,
  });
  await registerConsole(app, { demo: registry.demo, identityUrl: demoIdentityUrl(registry) });
  const stop = async (patience = 0): Promise<void> => {
    await alerts.stop();
    if (patience > 0) await takeLeave(app.server, patience);
    const force = setTimeout(() => app.server.closeAllConnections(), grace);
    await app.close();
    clearTimeout(force);
    await apollo.stop();
    await Promise.all([nations.stop(), organisations.stop(), accessLog.stop()]);
  };
  const url = await app.listen({ port: options.port, host: options.host }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  return {
    url,
    streams: () => alerts.size,
    stop,
  };
}

/** Milliseconds that requests under way are given to end when the gateway stops. */
const grace = 5_000;

const endpointsOf = ({ nations }: Registry): ReadonlyMap<string, string> =>
  new Map(
    [...nations.values()].flatMap(({ code, endpoint }) => (endpoint === null ? [] : [[code, endpoint] as const])),
  );

const centralEndpointsOf = ({ organisations }: Registry): ReadonlyMap<string, string> =>
  new Map(
    [...organisations.values()].flatMap(({ code, subgraph }) => (subgraph ? [[code, subgraph.endpoint] as const] : [])),
  );

/** All demo identity providers share one origin. */
function demoIdentityUrl({ demo, issuers }: Registry): string | null {
  const first = [...issuers.values()].find(({ issuer }) => issuer.demo);
  return demo && first ? new URL(first.issuer.url).origin : null;
}
