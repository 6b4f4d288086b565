import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../subgraphs/demo/install.mjs', import.meta.url));
const lockfile = 'package-lock.json';
const note = 'node_modules/.package-lock.json';
const page = 'gateway/console/dist/index.html';

let root: string;

/** A clone with one package, installed, and a console that is built. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'));
  write(lockfile, packages({ a: '1.0.0' }));
  write(note, packages({ a: '1.0.0' }));
  write('node_modules/.bin/node', '');
  write('gateway/console/vite.config.ts', '');
  write('gateway/console/main.tsx', '');
  write(page, '');
  write('npm.mjs', `console.log('npm', ...process.argv.slice(2)); process.exit(Number(process.env.NPM_EXIT ?? 0));`);
  write('subgraphs/demo/install.mjs', '');
  cpSync(script, join(root, 'subgraphs/demo/install.mjs'));
  return () => rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function packages(versions: Readonly<Record<string, string>>, optional = false): string {
  const entries = Object.entries(versions).map(
    ([name, version]) => [`node_modules/${name}`, { version, optional }] as const,
  );
  return JSON.stringify({ packages: { '': {}, ...Object.fromEntries(entries) } });
}

/** Runs the script with a stand-in for npm that says what it was asked. */
function install(npmExit = 0): { asked: string[]; status: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'subgraphs/demo/install.mjs')], {
    env: { ...process.env, npm_execpath: join(root, 'npm.mjs'), NPM_EXIT: String(npmExit) },
    encoding: 'utf8',
  });
  return { asked: stdout.split('\n').filter((line) => line.startsWith('npm ')), status };
}

const installs = expect.stringContaining('npm ci --ignore-scripts') as unknown as string;
const builds = expect.stringContaining('build:console') as unknown as string;

describe('what runs before start, test and check', () => {
  it('does nothing where all is in place', () => {
    expect(install()).toEqual({ asked: [], status: 0 });
  });

  it('installs where nothing is installed', () => {
    rmSync(join(root, note));
    expect(install().asked).toEqual([installs]);
  });

  it.each([
    ['in another version', packages({ a: '1.0.1' })],
    ['and one more package', packages({ a: '1.0.0', b: '1.0.0' })],
  ])('installs where the lockfile asks for the package %s', (_, text) => {
    write(lockfile, text);
    expect(install().asked).toEqual([installs]);
  });

  it('does not wait for a package that is optional, such as the Node of another platform', () => {
    write(lockfile, packages({ 'node-other-platform': '26.0.0' }, true));
    expect(install().asked).toEqual([]);
  });

  it('builds the console where it is missing, or older than its source', () => {
    utimesSync(join(root, page), 0, 0);
    expect(install().asked).toEqual([builds]);
    rmSync(join(root, page));
    expect(install().asked).toEqual([builds]);
  });

  it('goes no further when npm fails', () => {
    rmSync(join(root, note));
    expect(install(1)).toEqual({ asked: [installs], status: 1 });
  });
});
