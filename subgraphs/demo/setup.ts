// Makes what a demo needs whose parts are separate containers: registry, keys, and records in every nation's database.
import { DemoError } from './DemoError.ts';
import { fillNations } from './fillNations.ts';
import { parseNations } from './parseStartOptions.ts';
import { readFlags } from './readFlags.ts';
import { demoMembers } from './registry/demoRegistry.ts';
import { writeDemoRegistry } from './registry/writeDemoRegistry.ts';

const usage = `usage: node subgraphs/demo/setup.ts --data DIR --nations EST,LVA --endpoints http://{nation}:4000/graphql
  --gateway URL --identity URL --databases postgres://user:password@{nation}-db/name   ({nation}: the code in lower case)`;

try {
  const { values } = readFlags(
    {
      options: {
        data: { type: 'string' },
        nations: { type: 'string' },
        endpoints: { type: 'string' },
        gateway: { type: 'string' },
        identity: { type: 'string' },
        databases: { type: 'string' },
      },
    },
    usage,
  );
  const { data, nations: codes, endpoints, gateway, identity, databases } = values;
  if (!data || !codes || !endpoints || !gateway || !identity || !databases) throw new DemoError(usage, 2);
  const nations = parseNations(codes, demoMembers);
  const { document: alliance } = await writeDemoRegistry(data, {
    nations,
    gatewayUrl: gateway,
    identityUrl: identity,
    endpoint: (code) => forNation(endpoints, code),
  });
  const report = (line: string): void => console.log(line);
  const database = (code: string): string => forNation(databases, code);
  await fillNations({ nations, database, alliance, clock: Date.now, signal: new AbortController().signal, report });
  console.log(`the alliance of ${nations.join(', ')} is set up in ${data}`);
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

function forNation(template: string, code: string): string {
  return template.replaceAll('{nation}', code.toLowerCase());
}
