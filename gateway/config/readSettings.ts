import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readKeys, type GatewayKeys, type ReadText } from './readKeys.ts';
import { readRegistry } from './readRegistry.ts';
import { readSupergraph } from './readSupergraph.ts';
import type { Registry } from './Registry.ts';

/** All that a gateway is started from, as it was read: whoever is started later, too, finds the same. Holds secrets. */
export interface Settings {
  readonly registryFile: string;
  readonly registryText: string;
  /** Texts by file. */
  readonly keyFiles: Readonly<Record<string, string>>;
  readonly supergraphSdl: string;
}

export interface Problems {
  /** A line for each: where it is, what is wrong and what to do about it. No secrets. */
  readonly problems: readonly string[];
}

/** Reads and checks the registry with everything that it names. */
export async function readSettings(registryFile: string): Promise<{ readonly settings: Settings } | Problems> {
  const registryText = await readFile(registryFile, 'utf8').catch(() => null);
  if (registryText === null)
    return { problems: [`\`${registryFile}\` cannot be read: name the registry with --config`] };
  const keyFiles: Record<string, string> = {};
  const remember: ReadText = async (file) => (keyFiles[file] = await readFile(file, 'utf8'));
  const parsed = await parse({ registryFile, registryText }, remember);
  if ('problems' in parsed) return parsed;
  const supergraph = await readSupergraph(parsed.registry);
  if ('problems' in supergraph) return supergraph;
  return { settings: { registryFile, registryText, keyFiles, supergraphSdl: supergraph.supergraphSdl } };
}

/** What settings say. They were checked when they were read. */
export async function parseSettings(settings: Settings): Promise<{ registry: Registry; keys: GatewayKeys }> {
  const parsed = await parse(settings, async (file) => settings.keyFiles[file] ?? '');
  if ('problems' in parsed) throw new TypeError(parsed.problems.join('\n'));
  return parsed;
}

async function parse(
  { registryFile, registryText }: Pick<Settings, 'registryFile' | 'registryText'>,
  readText: ReadText,
): Promise<{ registry: Registry; keys: GatewayKeys } | Problems> {
  const read = readRegistry(registryText, resolve(dirname(registryFile)));
  if ('problems' in read) {
    const lines = read.problems.map(({ line, path, message }) => `${registryFile}:${line ?? 1} ${path} ${message}`);
    return { problems: lines };
  }
  const keys = await readKeys(read.registry, readText);
  return 'problems' in keys ? keys : { registry: read.registry, keys: keys.keys };
}
