import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DemoError } from './DemoError.ts';

export interface GatewayProcess {
  readonly pid: number;
  /** Resolves, with what the gateway had to say, when it ends without having been asked to. */
  readonly crashed: Promise<DemoError>;
  stop(): Promise<void>;
}

const mainFile = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));
const preload = new URL('exitWithParent.ts', import.meta.url).href;
const patience = 120_000;

/**
 * The gateway as a process of its own, as it runs anywhere: it meets the demo only at the registry file and on its ports.
 * Its log goes to `logFile`. Resolves when it is ready, throws a DemoError when it ends or does not get ready.
 */
export async function startGatewayProcess(options: {
  readonly registryFile: string;
  readonly logFile: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}): Promise<GatewayProcess> {
  const log = openSync(options.logFile, 'w', 0o600);
  const child = spawn(process.execPath, ['--import', preload, mainFile, '--config', options.registryFile], {
    env: { NODE_ENV: 'production', ...options.environment, PORT: String(options.port), HOST: '127.0.0.1' },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const crashed = new Promise<DemoError>((resolve) => {
    child.once('close', (code, signal) => {
      if (stopping) return;
      resolve(new DemoError(`the gateway ended (${code ?? signal ?? 'not started'}): ${lastLines(options.logFile)}`));
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(force);
  };
  try {
    const failure = await Promise.race([crashed, untilReady(options.port, options.signal)]);
    if (failure !== null) throw failure;
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, crashed, stop };
}

async function untilReady(port: number, signal: AbortSignal): Promise<DemoError | null> {
  const limit = AbortSignal.timeout(patience);
  while (!limit.aborted) {
    signal.throwIfAborted();
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    );
    await response?.body?.cancel();
    if (response?.status === 200) return null;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return new DemoError(`the gateway did not get ready within ${patience / 1000} s`);
}

function lastLines(file: string): string {
  const text = readFileSync(file, 'utf8').trim();
  return text === '' ? 'it said nothing' : `\n${text.split('\n').slice(-20).join('\n')}\n(all of it: ${file})`;
}
