import { dayOf } from '../../schema/label/dayOf.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { z } from 'zod';
import { parseLabel } from '../../schema/label/parseMarking.ts';
import { UsageError } from '../errors.ts';
import { importFiles } from './importFiles.ts';
import type { ImportSummary } from './importFiles.ts';
import { importFormats } from './importFormats.ts';
import type { ImportOptions } from './importOptions.ts';
import { readOriginals } from './readOriginals.ts';
import { sendBatch } from './sendBatch.ts';
import { parseAttackMapping } from './veris/verisTechniques.ts';

/**
 * Everything that can be wrong with the command is found before anything is sent: a UsageError says what, where, and
 * what to do.
 */
export async function importCommand(
  options: ImportOptions,
  { clock, progress }: { readonly clock: () => number; readonly progress: (line: string) => void },
): Promise<ImportSummary> {
  const { nation, label } = options;
  const format = importFormats.get(options.format);
  if (format === undefined) throw new UsageError(`unknown format \`${options.format}\``);
  checkLabel(options, clock());
  const files = new Map(options.files.map((file) => [file, read(file, () => readOriginals(file))]));
  const url = options.url ?? demoAddress(options);
  const operatorKey = readKey(options);
  const attackMapping = options.attackMapping === null ? null : readMapping(options.attackMapping);
  return importFiles(files, {
    format,
    attackMapping,
    progress,
    send: (records) => sendBatch({ format: options.format, label, records }, { nation, url, operatorKey, clock }),
  });
}

function checkLabel({ nation, label }: ImportOptions, now: number): void {
  if (label === null) return;
  const parsed = parseLabel(label, { originator: nation, createdOn: dayOf(now) });
  if (!('problem' in parsed)) return;
  throw new UsageError(`\`--label ${label}\` is no label: ${parsed.problem}; write it like \`NR REL TO NATO\``);
}

const demoFile = z.object({ nations: z.record(z.string(), z.object({ url: z.string() })) });

function demoAddress({ data, nation }: ImportOptions): string {
  const path = join(data, 'demo.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(
      `no demo runs in \`${data}\`: begin one with \`npm start\`, name its folder by \`--data\`, or the subgraph by \`--url\``,
    );
  }
  const demo = demoFile.safeParse(parseJson(text));
  if (!demo.success) throw new UsageError(`\`${path}\` is not what a demo writes: start the demo again`);
  const address = Object.hasOwn(demo.data.nations, nation) ? demo.data.nations[nation] : undefined;
  if (address !== undefined) return address.url;
  const known = Object.keys(demo.data.nations).toSorted().join(', ');
  throw new UsageError(`\`--nation ${nation}\` is not in the demo in \`${data}\`: it has ${known}`);
}

const privateKey = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() });

function readKey({ key, nation }: ImportOptions): JWK {
  const parsed = privateKey.safeParse(parseJson(read(key, () => readFileSync(key, 'utf8'))));
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `\`${key}\` is no private key of an operator (JWK, Ed25519): name that of ${nation} by \`--key\``,
  );
}

function readMapping(file: string) {
  const mapping = parseAttackMapping(read(file, () => readFileSync(file, 'utf8')));
  if (!('problem' in mapping)) return mapping;
  throw new UsageError(`\`--attack-mapping ${file}\` is no mapping: ${mapping.problem}`);
}

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder: name the files in it',
  EACCES: 'it may not be read',
};

function read<T>(file: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(`cannot read \`${file}\`: ${failures[code] ?? code}`, { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
