// The subgraphs of every gateway under test, in a process of their own.
import { demoRegistry } from '../../../subgraphs/demo/registry/demoRegistry.ts';
import { registryOf } from '../../support/demoAlliance.ts';
import { CannedAnswers } from './CannedAnswers.ts';
import { centralSubgraphs } from './centralSubgraphs.ts';
import type { CannedAnswer, CannedOrder, Ports } from './CannedSubgraphs.ts';
import { nationSubgraphs, readerOf } from './nationSubgraphs.ts';

const answers = new CannedAnswers();

async function carryOut(order: CannedOrder): Promise<CannedAnswer> {
  switch (order.do) {
    case 'serveCentral': {
      const ports: [string, number][] = [];
      for (const [name, subgraph] of centralSubgraphs()) ports.push([name, await answers.serve(subgraph, () => '')]);
      return { ports };
    }
    case 'serveNations':
      return { ports: await serveNations(order.nations) };
    case 'count':
      return { count: answers.count() };
    case 'record':
      answers.record(order.hold);
      return {};
    case 'recorded':
      return { levels: answers.recorded() };
  }
}

async function serveNations(nations: readonly string[]): Promise<Ports> {
  const registry = registryOf(
    demoRegistry({ nations, gatewayUrl: nowhere, identityUrl: nowhere, endpoint: (code) => `${nowhere}/${code}` }),
  );
  const ports: [string, number][] = [];
  for (const [nation, subgraph] of nationSubgraphs(nations, registry))
    ports.push([nation, await answers.serve(subgraph, readerOf)]);
  return ports;
}

/** What names mean to a nation does not depend on addresses. */
const nowhere = 'http://127.0.0.1:9';

// exitWithParent.ts has let go of it.
process.channel?.ref();
let last = Promise.resolve();
process.on('message', (order: CannedOrder) => {
  last = last.then(async () => void process.send?.(await carryOut(order)));
});
