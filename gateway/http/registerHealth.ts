import type { FastifyInstance } from 'fastify';
import type { GatewayKeys } from '../config/readKeys.ts';
import type { NationState } from '../nations/SubgraphPort.ts';

export interface Health {
  /** What keeps the gateway from answering, in words for an operator; empty = ready. */
  readonly missing: () => readonly string[];
  /** Nations with an endpoint. One that is down does not make the gateway unready: its rows alone are missing. */
  readonly nations: () => readonly string[];
  readonly stateOf: (nation: string) => Promise<NationState>;
  /** What nations check passports with. */
  readonly publicKeys: GatewayKeys['publicKeys'];
}

/** For those who run the gateway or a nation. Nothing here tells of records or readers. */
export function registerHealth(app: FastifyInstance, { missing, nations, stateOf, publicKeys }: Health): void {
  app.get('/.well-known/jwks.json', async () => publicKeys);

  app.get('/health/live', async () => ({ live: true }));

  app.get('/health/ready', async (_request, reply) => {
    const lacking = missing();
    const states = await Promise.all(
      nations().map(async (code) => [code, (await stateOf(code)).toLowerCase()] as const),
    );
    const ready = lacking.length === 0;
    return reply.code(ready ? 200 : 503).send({ ready, missing: lacking, nations: Object.fromEntries(states) });
  });
}
