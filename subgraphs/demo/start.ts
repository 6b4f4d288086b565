// `npm start`: a whole alliance on this machine, until Ctrl-C.
import './expectCurrentNode.ts';
import { DemoError } from './DemoError.ts';
import { parseStartOptions } from './parseStartOptions.ts';
import { demoMembers } from './registry/demoRegistry.ts';
import { startAlliance } from './startAlliance.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  });
}
if (process.env['npm_lifecycle_event'] === 'start') stopWithNpm();

try {
  const options = parseStartOptions(process.argv.slice(2), process.env['PORT'], demoMembers);
  const alliance = await startAlliance({
    ...options,
    environment: process.env,
    clock: Date.now,
    signal: interrupted.signal,
    report: (line) => console.log(line),
  });
  console.log(`ready ${alliance.url}`);
  const ended = await Promise.race([alliance.crashed, aborted(interrupted.signal)]);
  console.log('stopping ...');
  await alliance.stop();
  if (ended !== null) throw ended;
  console.log('stopped');
} catch (error) {
  if (interrupted.signal.aborted) console.log('stopped');
  else if (error instanceof DemoError) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
}
process.exit();

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** `npm start` that is told to end ends its shell, but not what the shell runs: so we notice that it is gone. */
function stopWithNpm(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    interrupted.abort();
  }, 500);
  watch.unref();
}
