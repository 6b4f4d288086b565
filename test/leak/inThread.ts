import { Worker } from 'node:worker_threads';

/**
 * Runs a file of this folder in a thread of its own, with `order` as its `workerData`, until it ends. `fault` is planted
 * into the sources that it loads.
 */
export function inThread(
  file: string,
  order: unknown,
  take: (message: unknown) => void,
  fault?: string,
): Promise<void> {
  // As in production, graphql does not look for copies of itself.
  const env = { ...process.env, NODE_ENV: 'production', ...(fault !== undefined && { PLANTED_FAULT: fault }) };
  const planting = fault === undefined ? [] : ['--import', new URL('faults/plant.ts', import.meta.url).href];
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(file, import.meta.url), { workerData: order, execArgv: planting, env });
    worker.on('message', take);
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${file} ended with code ${code}`))));
  });
}
