// `npm run nation -- stop POL`, `start POL`: the loss of a nation, and its return, in a running demo.

import { z } from 'zod';

import { DemoError } from './DemoError.ts';
import { readDemoFile } from './DemoFile.ts';
import { readFlags } from './readFlags.ts';

const usage = 'usage: npm run nation -- stop|start CODE [--data DIR]';
const refusal = z.object({ problem: z.string() });

try {
  const { action, code, folder } = parseCommand(process.argv.slice(2));
  await change(folder, code, action);
  console.log(
    action === 'stop'
      ? `${code} is stopped; bring it back with \`npm run nation -- start ${code}\``
      : `${code} is running`,
  );
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

function parseCommand(args: string[]): { action: 'stop' | 'start'; code: string; folder: string } {
  const options = { data: { type: 'string', default: '.data' } } as const;
  const { values, positionals } = readFlags({ args, allowPositionals: true, options }, usage);
  const [action, code, ...rest] = positionals;
  if ((action !== 'stop' && action !== 'start') || code === undefined || rest.length > 0) throw new DemoError(usage, 2);
  return { action, code: code.toUpperCase(), folder: values.data };
}

async function change(folder: string, code: string, action: 'stop' | 'start'): Promise<void> {
  const { control } = readDemoFile(folder);
  const response = await fetch(`${control.url}/nations/${encodeURIComponent(code)}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.secret}` },
    signal: AbortSignal.timeout(30_000),
  }).catch(() => {
    throw new DemoError(`the demo on \`${folder}\` does not answer at ${control.url}: is it still running?`);
  });
  if (response.ok) return;
  const answer = refusal.safeParse(await response.json().catch(() => null));
  throw new DemoError(
    answer.success
      ? answer.data.problem
      : `the demo on \`${folder}\` refused (${response.status}): give the code of a nation, such as POL`,
  );
}
