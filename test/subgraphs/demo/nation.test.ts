import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeEach, expect, it } from 'vitest';

import { readDemoFile, removeDemoFile, writeDemoFile } from '../../../subgraphs/demo/DemoFile.ts';
import { RunningNations } from '../../../subgraphs/demo/RunningNations.ts';
import { startControl } from '../../../subgraphs/demo/startControl.ts';

const command = fileURLToPath(new URL('../../../subgraphs/demo/nation.ts', import.meta.url));
const url = 'http://127.0.0.1:4000';
const secret = 'a secret of this test';

let folder: string;
let log: string[];

/** A demo of two nations that only write down what is done to them, under a real remote control. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-nation-'));
  log = [];
  const nations = new RunningNations(['EST', 'POL'], async (code) => {
    log.push(`start ${code}`);
    return { stop: async () => void log.push(`stop ${code}`) };
  });
  await nations.start('POL');
  const control = await startControl({ port: 0, secret, nations });
  writeDemoFile(folder, {
    url,
    identityUrl: url,
    gateway: { pid: 0 },
    control: { url: control.url, secret },
    nations: { POL: { url } },
  });
  return async () => {
    await control.stop();
    rmSync(folder, { recursive: true });
  };
});

function nation(...args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args, '--data', folder], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });
}

async function expectDone(args: string[], text: string): Promise<void> {
  const { code, text: said } = await nation(...args);
  expect(said).toContain(text);
  expect(code).toBe(0);
}

async function expectRefused(args: string[], text: string, exitCode: 1 | 2): Promise<void> {
  const { code, text: said } = await nation(...args);
  expect(said).toContain(text);
  expect(code).toBe(exitCode);
}

it('stops a nation and starts it again', async () => {
  await expectDone(['stop', 'pol'], 'POL is stopped');
  await expectRefused(['stop', 'POL'], 'POL is already stopped', 1);
  await expectDone(['start', 'POL'], 'POL is running');
  await expectRefused(['start', 'POL'], 'POL is already running', 1);
  expect(log).toEqual(['start POL', 'stop POL', 'start POL']);
});

it('says what is wrong with a command', async () => {
  await expectRefused(['stop', 'ATL'], '`ATL` is not part of this demo: it runs EST, POL', 1);
  await expectRefused(['stop', '../x'], 'refused (404)', 1);
  await expectRefused(['halt', 'POL'], 'usage: npm run nation', 2);
  await expectRefused(['stop'], 'usage: npm run nation', 2);
  await expectRefused(['stop', 'POL', '--now'], '--now', 2);
  removeDemoFile(folder);
  await expectRefused(['stop', 'POL'], 'no demo runs on', 1);
  writeFileSync(join(folder, 'demo.json'), '{');
  await expectRefused(['stop', 'POL'], 'is damaged', 1);
});

it('obeys nobody without the secret, and keeps the secret to the user who started the demo', async () => {
  const { control } = readDemoFile(folder);
  for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
    const response = await fetch(`${control.url}/nations/POL/stop`, { method: 'POST', headers });
    expect(response.status).toBe(401);
  }
  expect(log).toEqual(['start POL']);
  expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600);
});
