import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { demoFolder } from '../../../subgraphs/demo/registry/demoFolder.ts';
import { writeDemoRegistry } from '../../../subgraphs/demo/registry/writeDemoRegistry.ts';

export interface RegistryOptions {
  readonly name: string;
  readonly identityUrl: string;
  /** Ports of its nations, by code. */
  readonly nations: ReadonlyMap<string, number>;
  /** Ports and SDL of what organisations serve, by the organisation's code. */
  readonly central: ReadonlyMap<string, { readonly port: number; readonly sdl: string }>;
}

export const graphqlAt = (port: number): string => `http://127.0.0.1:${port}/graphql`;

/** The demo's registry with other addresses, and with organisations that serve subgraphs. Gives the file. */
export async function writeRegistry(folder: string, options: RegistryOptions): Promise<string> {
  const { name, identityUrl, nations, central } = options;
  await writeDemoRegistry(folder, {
    nations: [...nations.keys()],
    gatewayUrl: 'http://127.0.0.1:4000',
    identityUrl,
    endpoint: (code) => graphqlAt(nations.get(code) ?? 0),
  });
  const registry = parse(readFileSync(demoFolder(folder).registry, 'utf8')) as { organisations: object };
  mkdirSync(join(folder, 'central'), { recursive: true });
  const organisations = [...central].map(([code, { port, sdl }]) => {
    const schema = join('central', `${code}.graphql`);
    writeFileSync(join(folder, schema), sdl);
    return [code, { name: code, subgraph: { endpoint: graphqlAt(port), schema } }] as const;
  });
  const file = join(folder, `${name}.yaml`);
  const whole = { ...registry, organisations: { ...registry.organisations, ...Object.fromEntries(organisations) } };
  writeFileSync(file, stringify(whole, { aliasDuplicateObjects: false }));
  return file;
}
