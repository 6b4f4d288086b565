import type { FastifyInstance } from 'fastify';
import type { GatewayKeys } from '../config/readKeys.ts';
import type { NationState } from '../nations/SubgraphPort.ts';

export interface Health {
  /** What keeps the gateway from answering, in words for an operator; empty = ready. */
  readonly missing: () => readonly string[];
  /** Those with an endpoint. One that is down does not make the gateway unready: its rows alone are missing. */
  readonly nations: readonly string[];
  readonly organisations: readonly string[];
  readonly stateOf: (owner: string) => Promise<NationState>;
  /** What nations check passports with. */
  readonly publicKeys: GatewayKeys['publicKeys'];
}

/** For those who run the gateway or a nation. Nothing here tells of records or readers. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  const { missing, nations, organisations, stateOf, publicKeys } = health;
  const statesOf = async (owners: readonly string[]): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all(owners.map(async (owner) => [owner, (await stateOf(owner)).toLowerCase()] as const)),
    );

  app.get('/.well-known/jwks.json', async () => publicKeys);

  app.get('/health/live', async () => ({ live: true }));

  app.get('/health/ready', async (_request, reply) => {
    const lacking = missing();
    const ready = lacking.length === 0;
    const [served, central] = await Promise.all([statesOf(nations), statesOf(organisations)]);
    return reply.code(ready ? 200 : 503).send({ ready, missing: lacking, nations: served, organisations: central });
  });
}
