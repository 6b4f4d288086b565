import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

it('S01: every package is locked to its bytes, from one registry, and only known ones run a script when installed', () => {
  expect(locked.length).toBeGreaterThan(100);
  const loose = locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
  expect(loose.map(([path]) => path)).toEqual([]);
  expect(locked.filter(([, { resolved = registry }]) => !resolved.startsWith(registry)).map(([path]) => path)).toEqual(
    [],
  );
  const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect([...new Set(scripts)].toSorted()).toEqual(allowedScripts);
});

const registry = 'https://registry.npmjs.org/';
const allowedScripts = ['@apollo/protobufjs', 'protobufjs'];

/** The first versions without the holes of the list of advisories. */
const least: Readonly<Record<string, readonly number[]>> = {
  '@apollo/gateway': [2, 13, 2],
  '@apollo/server': [5, 5, 0],
  graphql: [16, 8, 1],
  jose: [6, 0, 0],
};

it.each(Object.entries(least))('S03: %s has none of the holes that are known', (name, wanted) => {
  const found = locked.filter(([path]) => nameOf(path) === name).map(([, { version = '' }]) => version);
  expect(found.length).toBeGreaterThan(0);
  for (const version of found) {
    const parts = version.split('.').map(Number);
    const first = wanted.findIndex((part, index) => part !== parts[index]);
    expect(first === -1 || (parts[first] ?? 0) > (wanted[first] ?? 0)).toBe(true);
  }
});
