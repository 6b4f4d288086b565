import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { lockFolder } from '../../../subgraphs/demo/lockFolder.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'demo-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it('lets one demo have a folder, and the next one when it is given back', () => {
  const path = folder();
  const unlock = lockFolder(path);
  expect(() => lockFolder(path)).toThrow(`a demo already runs on \`${path}\` (process ${process.pid})`);
  unlock();
  expect(existsSync(join(path, 'demo.lock'))).toBe(false);
  lockFolder(path)();
});

it.each(['', 'nonsense', '4194999', String(process.pid)])('takes over the lock %j of a demo that died', (left) => {
  const path = folder();
  writeFileSync(join(path, 'demo.lock'), left);
  lockFolder(path)();
  expect(existsSync(join(path, 'demo.lock'))).toBe(false);
});
