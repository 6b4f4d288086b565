// Runs before `npm start`, `npm test` and `npm run check`, possibly under an old Node and before anything is
// installed: so no TypeScript and no packages here. It brings node_modules in line with the lockfile (which also brings
// the Node that everything else runs on, first on the path of npm scripts) and builds the console where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const consoleFolder = join(root, 'gateway', 'console');

if (!isInstalled()) {
  console.log('installing the packages of package-lock.json (about half a minute) ...');
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
}
if (!existsSync(join(modules, '.bin', 'node')) && Number(process.versions.node.split('.')[0]) < 26) {
  fail(`no Node 26 comes with this project for ${process.platform} ${process.arch}: install Node 26 and try again`);
}
if (existsSync(join(consoleFolder, 'vite.config.ts')) && !isBuilt()) {
  console.log('building the console ...');
  npm('run', '--silent', 'build:console', '--', '--logLevel', 'warn');
}

/** Whether what the lockfile demands is there in that version; npm notes in node_modules what it installed. */
function isInstalled() {
  const note = join(modules, '.package-lock.json');
  if (!existsSync(note)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(note, 'utf8')).packages;
  return Object.keys(wanted).every((path) => {
    if (path === '') return true;
    const installed = present[path]?.version;
    return installed === undefined ? wanted[path].optional === true : installed === wanted[path].version;
  });
}

function isBuilt() {
  const page = join(consoleFolder, 'dist', 'index.html');
  return existsSync(page) && newestSource(consoleFolder) <= statSync(page).mtimeMs;
}

function newestSource(folder) {
  const times = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestSource(path) : statSync(path).mtimeMs;
    });
  return Math.max(0, ...times);
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli === undefined ? ['npm', []] : [process.execPath, [cli]];
  const { status, error } = spawnSync(command, [...first, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail(`\`npm ${args.join(' ')}\` failed${error === undefined ? '' : `: ${error.message}`}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
