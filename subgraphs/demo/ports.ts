import { createServer } from 'node:net';

import { DemoError } from './DemoError.ts';

/** A demo's ports follow the gateway's, so that two demos with distant PORTs never meet. */
export interface Ports {
  readonly gateway: number;
  readonly identity: number;
  readonly control: number;
  /** A nation's port is fixed by its place in the sorted list of all members. */
  nation(code: string): number;
}

export function portsOf(gateway: number, members: readonly string[]): Ports {
  return {
    gateway,
    identity: gateway + 1,
    control: gateway + 2,
    nation: (code) => gateway + 100 + members.indexOf(code),
  };
}

/** Found out before anything is started: a half-started alliance is harder to understand than one sentence. */
export async function checkPortsFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port))) {
      throw new DemoError(
        `port ${port} is in use: stop what uses it (another demo?), or start this one elsewhere, as in \`PORT=5000 npm start\``,
      );
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new DemoError(`port ${port} cannot be used (${error.code ?? error.message}): choose another PORT`));
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
