// The demo's identity providers by themselves: for a demo whose parts are separate containers.
import './expectCurrentNode.ts';
import { parseArgs } from 'node:util';
import { startIdentityProviders } from './identity/startIdentityProviders.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4001' },
    /** Under which the others reach it. */
    url: { type: 'string' },
  },
});
const { data, host, port, url } = values;
const providers = await startIdentityProviders({ dataDir: data, host, port: Number(port), ...(url && { url }) });
console.log(`identity providers ready at ${providers.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void providers.stop());
