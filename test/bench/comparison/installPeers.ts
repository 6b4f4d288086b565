import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const peersFolder = fileURLToPath(new URL('../peers', import.meta.url));

/** The other gateways, as their lockfile names them, the first time that they are needed. Null: they are there. */
export async function installPeers(progress: (line: string) => void): Promise<string | null> {
  // npm writes this file last.
  if (existsSync(join(peersFolder, 'node_modules', '.package-lock.json'))) return null;
  progress(`installing the other gateways into ${peersFolder} (once; about 700 MB, some minutes) ...`);
  const failed = await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1'], progress);
  if (failed === null) return null;
  return `the other gateways could not be installed, for which the npm registry is needed once:
${failed}
try again where there is a network, or leave them out with --only ours,raw`;
}

function run(command: string, args: readonly string[], progress: (line: string) => void): Promise<string | null> {
  const begun = performance.now();
  const ticking = setInterval(() => progress(`  ${Math.round((performance.now() - begun) / 1000)} s ...`), 15_000);
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(command, [...args], { cwd: peersFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said.trim().split('\n').slice(0, 4).join('\n')));
  }).finally(() => clearInterval(ticking)) as Promise<string | null>;
}
