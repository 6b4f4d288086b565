import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Document, isScalar, visit } from 'yaml';
import { z } from 'zod';
import type { AllianceDocument } from '../../../schema/alliance/AllianceDocument.ts';
import { documentOf } from '../../../schema/alliance/documentOf.ts';
import { extractFor } from '../../../schema/alliance/extractFor.ts';
import { parseAllianceDocument } from '../../../schema/alliance/parseAllianceDocument.ts';
import { demoFolder } from './demoFolder.ts';
import { demoIssuers, demoMembers, demoRegistry, type DemoAddresses } from './demoRegistry.ts';
import { makeKey, parseKey, publicHalf } from './makeKey.ts';
import { writeOnce } from './writeOnce.ts';

export interface DemoRegistry {
  /** The YAML file. */
  readonly file: string;
  /** All of the registry; a nation is told `extractFor` of it. */
  readonly document: AllianceDocument;
}

/** Writes registry and extracts anew; makes the keys when they are not there and keeps them otherwise. */
export async function writeDemoRegistry(folder: string, addresses: DemoAddresses): Promise<DemoRegistry> {
  const files = demoFolder(folder);
  const registry = demoRegistry(addresses);
  const document = parseAllianceDocument(documentOf(registry));
  if ('problems' in document) throw new Error(`the demo's registry is broken: ${document.problems.join('; ')}`);
  await writeKeys(folder);
  writeAnew(files.registry, yaml(registry));
  for (const code of demoMembers) writeAnew(files.nationRegistry(code), json(extractFor(code, document)));
  return { file: files.registry, document };
}

function yaml(registry: object): string {
  const document = new Document(registry, { aliasDuplicateObjects: false });
  document.commentBefore = " The demo's alliance, written anew by every start.";
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return document.toString({ lineWidth: 0 });
}

async function writeKeys(folder: string): Promise<void> {
  const files = demoFolder(folder);
  const signing = parseKey(await writeOnce(files.gatewayKey, () => makeKey('gateway')));
  writeAnew(files.gatewayPublicKeys, json({ keys: [publicHalf(signing)] }));
  await writeOnce(files.cursorKey, () => `${secret(64)}\n`);
  await writePseudonymKeys(files.pseudonymKeys);
  for (const code of demoIssuers) await writeOnce(files.identityKey(code), () => makeKey(code));
  for (const code of demoMembers) await writeOnce(files.operatorKey(code), () => makeKey(`${code}-operator`));
}

/** A party that is new since the keys were made gets its own; the others keep theirs, or their pseudonyms would change. */
async function writePseudonymKeys(file: string): Promise<void> {
  const made = z.record(z.string(), z.string()).parse(JSON.parse(await writeOnce(file, () => '{}\n')));
  if (demoIssuers.every((code) => Object.hasOwn(made, code))) return;
  writeAnew(file, json(Object.fromEntries(demoIssuers.map((code) => [code, made[code] ?? secret(32)]))));
}

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Whoever reads the file meanwhile reads the old one or the new one. */
function writeAnew(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}
