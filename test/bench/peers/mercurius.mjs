// Mercurius with its gateway plugin, as its documentation starts them. It composes by itself, federation 1.
import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const { port, subgraphs } = JSON.parse(process.argv[2]);
const app = Fastify();
app.register(gateway, { gateway: { services: subgraphs } });
await app.listen({ port, host: '127.0.0.1' });
