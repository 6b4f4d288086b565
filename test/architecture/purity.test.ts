import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { projectRoot, sourceFiles } from './sourceFiles.ts';

const mains =
  /^(gateway\/main|subgraphs\/main|schema\/publish|subgraphs\/adapters\/import|subgraphs\/demo\/(start|nation|token|setup|identityProviders|exitWithParent|scenario\/scenario))\.ts$/;
const sources = sourceFiles().filter((file) => !file.startsWith('test/'));
const textOf = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const holding = (files: readonly string[], pattern: RegExp): string[] =>
  files.filter((file) => pattern.test(withoutComments(textOf(file))));

it('reads the environment and the command line in main files only', () => {
  const others = sources.filter((file) => !mains.test(file));
  expect(others.length).toBeGreaterThan(20);
  expect(holding(others, /\bprocess\.(env|argv)\b(?!\['APOLLO_TELEMETRY_DISABLED'\] = )/)).toEqual([]);
});

it('keeps clock and chance out of the decision', () => {
  const pure = sources.filter((file) => /^(schema\/(label|alliance)|gateway\/(policy|operation))\//.test(file));
  expect(pure.length).toBeGreaterThan(10);
  expect(holding(pure, /\bDate\.now\(|new Date\(\)|Math\.random\(|\bfetch\(/)).toEqual([]);
});

it('lets the gateway know no domain: outside its console nothing there mentions an incident', () => {
  const gateway = sources.filter((file) => file.startsWith('gateway/') && !file.startsWith('gateway/console/'));
  expect(gateway.length).toBeGreaterThan(10);
  expect(holding(gateway, /[Ii]ncident|[Ii]ndicator|[Ss]ighting|[Ee]xercise|[Ll]esson/)).toEqual([]);
});

it('hides no type behind `any` or a silenced checker', () => {
  expect(holding(sources, /\bas any\b|: any\b|<any>|@ts-ignore|@ts-nocheck/)).toEqual([]);
});
