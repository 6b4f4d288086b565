import { resolve } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { buildRegistry } from './buildRegistry.ts';
import { checkRegistry, type Finding } from './checkRegistry.ts';
import type { Registry } from './Registry.ts';
import { registryFile } from './RegistryFile.ts';

export interface Problem {
  /** From 1; null where the file gives no place. */
  readonly line: number | null;
  /** Such as `agreements.2.parties.0`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/**
 * Reads the registry from YAML 1.2 (where `NO` is Norway's, not false). Reports all problems at once: of the text, or
 * else of the single values, or else of how they fit together. Key files are named relative to `folder`.
 */
export function readRegistry(text: string, folder: string): { registry: Registry } | { problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const written = [...document.errors, ...document.warnings];
  if (written.length > 0) {
    return {
      problems: written.map(({ message, pos }) => ({ line: lines.linePos(pos[0]).line, path: '', message })),
    };
  }
  const place = (finding: Finding): Problem => ({
    line: lineOf(finding.path, document, lines),
    path: finding.path.map(String).join('.'),
    message: finding.message,
  });
  const parsed = registryFile.safeParse(plainValue(document), { error: wording });
  if (!parsed.success) return { problems: parsed.error.issues.map(asFinding).map(place) };
  const findings = checkRegistry(parsed.data);
  if (findings.length > 0) return { problems: findings.map(place) };
  return { registry: buildRegistry(parsed.data, (file) => resolve(folder, file)) };
}

/** An alias that unfolds to too much is no registry: what is left of it then fails as a whole. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 }) as unknown;
  } catch {
    return null;
  }
}

/** The line of the value, or of the nearest thing around it that is written. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number | null {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

/** A key that may not be there, and a key that is badly written, are reported where the key is. */
function asFinding({ path, message, ...issue }: z.core.$ZodIssue): Finding {
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { path: [...path, ...key], message };
}

/** Null leaves the words to the schema. */
const wording: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? `is missing: write a ${issue.expected}` : `is not a ${issue.expected}`;
  }
  if (issue.code === 'invalid_value')
    return `is not one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`;
  if (issue.code === 'unrecognized_keys') {
    return `${issue.keys.map((key) => `\`${key}\``).join(', ')}: no such key here, correct or remove it`;
  }
  if (issue.code === 'invalid_key')
    return `is not a valid key: ${issue.issues.map(({ message }) => message).join('; ')}`;
  return null;
};
