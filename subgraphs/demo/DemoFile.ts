import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { DemoError } from './DemoError.ts';

const shape = z.object({
  /** The gateway. */
  url: z.url(),
  identityUrl: z.url(),
  gateway: z.object({ pid: z.int() }),
  control: z.object({ url: z.url(), secret: z.string().min(1) }),
  nations: z.record(z.string(), z.object({ url: z.url() })),
});

/** Where everything of a running demo is, for the commands that act on it. It holds a secret: for its owner's eyes. */
export type DemoFile = z.infer<typeof shape>;

const pathIn = (folder: string): string => join(folder, 'demo.json');

export function writeDemoFile(folder: string, demo: DemoFile): void {
  const path = pathIn(folder);
  writeFileSync(path, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

export function removeDemoFile(folder: string): void {
  rmSync(pathIn(folder), { force: true });
}

/** Throws a DemoError when no demo runs on that folder. */
export function readDemoFile(folder: string): DemoFile {
  let text: string;
  try {
    text = readFileSync(pathIn(folder), 'utf8');
  } catch {
    throw new DemoError(
      `no demo runs on \`${folder}\`: start one with \`npm start\`, or name its folder with --data DIR`,
    );
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new DemoError(`\`${pathIn(folder)}\` is damaged: start the demo again`);
  }
}
